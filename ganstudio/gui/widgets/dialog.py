"""What every dialog of the studio is: no larger than the screen, and Tab goes through it as it is seen."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog

from ganstudio.gui.app.window_place import fit_dialog
from ganstudio.gui.widgets.tab_order import move_focus


class Dialog(QDialog):
    """A dialog to be laid out by its heirs."""

    def showEvent(self, event: QShowEvent) -> None:
        """Have room on the screen."""
        fit_dialog(self)
        super().showEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the dialog as it is seen."""
        return move_focus(self, forward=forward)
