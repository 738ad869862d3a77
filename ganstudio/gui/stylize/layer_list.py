"""The stack: the layers of a look, the one on top first, as they lie over each other; drag to order them anew."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.widgets.layout import label, section, tool
from ganstudio.stylize.look import MOST_LAYERS, Layer

_ROW = 30
_MOST_ROWS = 6


class LayerList(QWidget):
    """Edits which layers there are; `add_wanted` asks for a style for a new one, `presets_wanted` for kept looks."""

    add_wanted = Signal()
    presets_wanted = Signal()

    def __init__(self, editing: LookEditor, title: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._editing, self._title = editing, title
        self.list = QListWidget()
        self._hint = label("", "secondary")
        self._full = label(tr("A look has at most {} layers.").format(MOST_LAYERS), "secondary")
        self._tools = [
            tool("add", tr("Another style on top (choose it on the left)"), self.add_wanted.emit),
            tool("copy", tr("This layer once more"), editing.duplicate),
            tool("trash", tr("Take this layer out (Del)"), editing.remove),
        ]
        self._lay_out()
        self.list.currentRowChanged.connect(self._choose)
        self.list.itemChanged.connect(self._switch)
        self.list.model().rowsMoved.connect(self._moved)
        bind("stylize.remove", self.list, editing.remove)
        editing.selection_changed.connect(self.show_layers)
        editing.changed.connect(self._update_texts)
        self.show_layers()

    def show_layers(self) -> None:
        """Show the look's layers, the chosen one marked."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for layer in reversed(self._editing.look.layers):
                item = QListWidgetItem(self._words(layer))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if layer.on else Qt.CheckState.Unchecked)
                item.setSizeHint(QSize(0, _ROW))
                self.list.addItem(item)
            self.list.setCurrentRow(self._row(self._editing.chosen))
        rows = max(1, min(_MOST_ROWS, self.list.count()))
        self.list.setFixedHeight(rows * _ROW + 6)
        full, any_there = self._editing.is_full, self.list.count() > 0
        for each, possible in zip(self._tools, (not full, any_there and not full, any_there), strict=True):
            each.setEnabled(possible)
        self._full.setVisible(full)

    def ask_for_style(self, *, asking: bool) -> None:
        """Say that the next style that is chosen becomes a new layer."""
        self._hint.setText(tr("Choose a style on the left: it is laid on top.") if asking else "")
        self._hint.setVisible(asking)

    def _words(self, layer: Layer) -> str:
        strength = "" if layer.strength == 1 else f"  ·  {100 * layer.strength:.0f} %"
        masked = f"  ·  {tr('masked')}" if layer.mask else ""
        return f"{self._title(layer.style)}{strength}{masked}"

    def _update_texts(self) -> None:
        """The words of the rows, which a form may have changed."""
        with QSignalBlocker(self.list):
            for number, layer in enumerate(self._editing.look.layers[: self.list.count()]):
                self.list.item(self._row(number)).setText(self._words(layer))

    def _row(self, number: int) -> int:
        """The row of a layer, and the layer of a row: the last one that is painted stands first."""
        return self.list.count() - 1 - number

    def _choose(self, row: int) -> None:
        if row >= 0 and self._row(row) != self._editing.chosen:
            self._editing.choose(self._row(row))

    def _switch(self, item: QListWidgetItem) -> None:
        self._editing.toggle_layer(self._row(self.list.row(item)), on=item.checkState() == Qt.CheckState.Checked)

    def _moved(self, _from: QModelIndex, source: int, _end: int, _to: QModelIndex, target: int) -> None:
        move = partial(self._editing.move, self._row(source), self._row(target - (target > source)))
        QTimer.singleShot(0, move)  # Qt is not done with the drop

    def _lay_out(self) -> None:
        self.list.setObjectName("layers")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setAccessibleName(tr("Layers"))
        self.list.setToolTip(tr("The upper ones are painted over the lower; drag to order them, untick to leave one out."))
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(section(tr("Look")))
        head.addStretch(1)
        for each in (tool("star", tr("Presets: looks that you keep"), self.presets_wanted.emit), *self._tools):
            head.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.list)
        column.addWidget(self._hint)
        column.addWidget(self._full)
        self._hint.hide()
