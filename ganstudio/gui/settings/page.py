"""The Settings page: few, each with its default and a sentence. It lays out the rows of its controller."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.languages import languages
from ganstudio.gui.app.report_copy import copy_report
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.unexpected_errors import open_log_folder
from ganstudio.gui.settings.controller import Act, Choice, Fact, Folder, NetworkFile, Row, SettingsController
from ganstudio.gui.settings.network_row import NetworkRow
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.layout import button, label, section


class SettingsPage(QWidget):
    """Changes take effect at once; for another language the window is opened again."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.controller = SettingsController(
            context, languages(), partial(copy_report, context), partial(open_log_folder, context.home)
        )
        self._boxes: dict[str, QComboBox] = {}
        middle = QWidget()
        middle.setMaximumWidth(720)
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(24, 24, 24, 24)
        self._column.setSpacing(6)
        self._column.addWidget(label(tr("Settings"), "title"))
        for title, rows in self.controller.groups():
            self._column.addSpacing(16)
            self._column.addWidget(section(title))
            for row in rows:
                self._add(row)
        self._column.addStretch(1)
        inside = QWidget()
        whole = QHBoxLayout(inside)
        whole.addStretch(1)
        whole.addWidget(middle, 20)
        whole.addStretch(1)
        area = QScrollArea()  # a small window shows a part of it, and squeezes nothing
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)
        context.settings_changed.connect(self._show)

    def _show(self) -> None:
        """Show what was changed elsewhere, as in the sheet that saves."""
        for name, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(self.controller.value(name))))

    def _add(self, row: Row) -> None:
        """Add a row: its words, and beside them what changes it."""
        self._column.addSpacing(6)
        match row:
            case NetworkFile():
                self._column.addWidget(NetworkRow(self._context))
            case Choice():
                self._add_editor(row, self._choice(row))
            case Folder():
                self._add_editor(row, self._folder(row))
            case Fact(text=text):
                fact = label(text, "secondary")
                fact.setTextInteractionFlags(fact.textInteractionFlags().TextSelectableByMouse)
                self._add_editor(row, fact)
            case Act(words=words, tip=tip, run=run):
                self._add_editor(row, button(words, tip, run))

    def _add_editor(self, row: Choice | Folder | Fact | Act, editor: QWidget) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        head = label(row.title)
        head.setBuddy(editor)
        words.addWidget(head)
        words.addWidget(label(row.help, "secondary"))
        line = QHBoxLayout()
        line.addLayout(words, 1)
        line.addWidget(editor, 1)
        editor.setObjectName(editor.objectName() or row.name)
        editor.setAccessibleName(row.title)
        editor.setToolTip(row.help)
        self._column.addLayout(line)

    def _choice(self, row: Choice) -> QComboBox:
        box = self._boxes[row.name] = ComboBox()
        for value, words in row.words.items():
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData(self.controller.value(row.name))))
        box.currentIndexChanged.connect(lambda index: self.controller.change(row.name, box.itemData(index)))
        return box

    def _folder(self, row: Folder) -> QWidget:
        line = QLineEdit(self.controller.value(row.name))
        line.setReadOnly(True)
        line.setAccessibleName(row.title)

        def choose() -> None:
            folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), line.text())
            if folder:
                self.controller.change(row.name, folder)
                line.setText(self.controller.value(row.name))

        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(line, 1)
        across.addWidget(button(tr("Change…"), tr("Choose another folder"), choose))
        whole.setFocusProxy(line)
        return whole
