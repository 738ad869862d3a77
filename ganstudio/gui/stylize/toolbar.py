"""The row of tools under the canvas: how the picture is seen."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.controls import PushButton
from ganstudio.gui.widgets.labels import StatusLabel
from ganstudio.gui.widgets.layout import label, tool
from ganstudio.gui.widgets.loupe import Loupe


class Toolbar(QWidget):
    """How the picture is seen: fit, one to one, before and after, loupe, other looks beside it; and whether it is exact."""

    pin_clicked = Signal()
    variations_toggled = Signal(bool)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        self._canvas = canvas
        self._divided = False  # whether the divider comes back after side by side
        self.loupe = Loupe(canvas)
        self._zoom = label("", "secondary", wrap=False)
        self._zoom.setFixedWidth(44)
        self._state = StatusLabel("secondary")
        self._state.setMinimumWidth(24)
        self.divider = tool(
            "compare", tr("Divider between before and after (D); drag it, or use the arrow keys"), checkable=True
        )
        self.beside = tool("beside", tr("Before and after side by side (S)"), checkable=True)
        self.glass = tool("search", tr("Loupe: before and after at 100 % where the pointer is (L)"), checkable=True)
        self.pin = tool("pin", tr("Keep this look beside the picture, to compare it with others (P)"), self.pin_clicked.emit)
        self.variations = tool("variations", tr("Variations: a sheet of what the look could be (V)"), checkable=True)
        self._lay_out()
        self._wire()

    def _wire(self) -> None:
        self._canvas.zoomed.connect(lambda zoom: self._zoom.setText(f"{100 * zoom:.0f} %"))
        self.divider.setChecked(True)
        for each, other in ((self.divider, self.beside), (self.beside, self.divider)):
            each.toggled.connect(partial(self._show_as, other))
        self.glass.toggled.connect(self.loupe.switch)
        self.variations.toggled.connect(self.variations_toggled)
        bind("stylize.fit", self, self._canvas.fit)
        bind("stylize.whole", self, lambda: self._canvas.set_zoom(1.0))
        bind("stylize.divider", self, self.divider.toggle)
        bind("stylize.beside", self, self.beside.toggle)
        bind("stylize.loupe", self, self.glass.toggle)
        bind("stylize.pin", self, self.pin.click)
        bind("stylize.variations", self, self.variations.click)

    def _show_as(self, other: QToolButton, on: bool) -> None:
        """Before and after in one way; neither is the result alone. Side by side gives back the divider that it took."""
        if on:
            self._divided = other is self.divider and other.isChecked()
            other.setChecked(False)
        elif other is self.divider and self._divided:
            self._divided = False
            self.divider.setChecked(True)
            return
        self._canvas.show_as("divider" if self.divider.isChecked() else "beside" if self.beside.isChecked() else "after")

    def enable_comparison(self, on: bool) -> None:
        """Whether before and after can be compared just now."""
        for each in (self.divider, self.beside, self.glass, self.pin, self.variations):
            each.setEnabled(on)

    def show_state(self, words: str, *, exact: bool = False) -> None:
        """Say whether a preview or the exact pixels are seen."""
        theme = current_theme()
        self._state.show_words(words, theme.good if exact else theme.accent)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(2)
        row.addWidget(tool("fit", tr("Show the whole picture (F)"), self._canvas.fit))
        whole = PushButton("1:1")
        whole.setObjectName("narrow")
        whole.setToolTip(tr("One pixel of the picture to one of the screen (Z)"))
        whole.setAccessibleName(whole.toolTip())
        whole.clicked.connect(lambda: self._canvas.set_zoom(1.0))
        row.addWidget(whole)
        row.addWidget(self._zoom)
        row.addSpacing(6)
        hold = tool("eye", tr("Hold to see your picture without the style (or hold Space over the picture)"))
        hold.pressed.connect(lambda: self._canvas.show_original(True))
        hold.released.connect(lambda: self._canvas.show_original(False))
        for each in (self.divider, self.beside, hold, self.glass):
            row.addWidget(each)
        row.addSpacing(6)
        for each in (self.pin, self.variations):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self._state)
