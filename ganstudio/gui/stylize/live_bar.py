"""The row of tools under a live picture."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import button, label


class LiveBar(QWidget):
    """Take this picture, mirror, how fast it is, stop; hidden until something is live."""

    take_clicked = Signal()
    stop_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        self.mirror = QCheckBox(tr("Mirror"))
        self.mirror.setToolTip(tr("Left and right as in a mirror, in the picture that is taken too"))
        self.take = button(
            tr("Take this picture"),
            tr("Hold what is seen, with all its pixels, and go on with it as with any picture (Enter over the picture)"),
            self.take_clicked.emit,
        )
        self.halt = button(tr("Stop"), tr("End the live picture (Esc)"), self.stop_clicked.emit, icon_name="stop")
        self.words = label("", "secondary", wrap=False)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMinimumWidth(20)
        self.words.setToolTip(
            tr("How fast it is, how late a frame is seen, and how many pixels along the longer side are painted")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.take)
        row.addWidget(self.mirror)
        row.addWidget(self.words, 1)
        row.addWidget(self.halt)
        self.hide()
