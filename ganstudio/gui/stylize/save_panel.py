"""The foot of the look: what is to be said of the result, and the buttons that save it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.widgets.layout import button
from ganstudio.gui.widgets.notice import Notice


class SavePanel(QWidget):
    """Shows the ways to save that there are now; each signal asks for one."""

    save_clicked = Signal()
    save_all_clicked = Signal()
    film_clicked = Signal()

    def __init__(self, controller: StylizeController) -> None:
        super().__init__()
        self._controller = controller
        self.notice = Notice()
        self.save = button(tr("Save picture…"), tr("Render every pixel and save (Ctrl+S)"), self.save_clicked.emit,
                           icon_name="save", name="primary")  # fmt: skip
        self.film = button(tr("Make film…"), tr("Make the whole film in this look, while you go on working (Ctrl+S)"),
                           self.film_clicked.emit, icon_name="film", name="primary")  # fmt: skip
        self.frame = button(tr("Save this frame…"), tr("Save the frame that is shown, as a picture"),
                            self.save_clicked.emit, icon_name="save")  # fmt: skip
        self.save_all = button("", tr("The same look for every picture of the strip, while you go on working"),
                               self.save_all_clicked.emit, icon_name="pictures")  # fmt: skip
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 16)
        self._column.setSpacing(8)
        for each in (self.notice, self.save, self.film, self.frame, self.save_all):
            self._column.addWidget(each)
        controller.changed.connect(self.show_actions)
        self.show_actions()

    def add_bar(self, bar: QWidget) -> None:
        """Put other ways to use the result above the buttons."""
        self._column.insertWidget(1, bar)

    def show_actions(self) -> None:
        """Offer what can be done now: a film is made whole, or its frame is saved; several files are saved at once."""
        actions = self._controller.actions()
        for each in (self.save, self.film, self.frame):
            each.setEnabled(actions.save)
        self.save.setVisible(not actions.film)
        self.film.setVisible(actions.film)
        self.frame.setVisible(actions.film)
        self.save_all.setText(tr("Save all {}…").format(actions.save_all))
        self.save_all.setVisible(actions.save_all > 0)
        self.save_all.setEnabled(actions.save)
