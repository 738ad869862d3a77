"""The choice of the ground that drawings on transparency are laid on for a training."""

from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.controls import ComboBox

GROUNDS = {"White": "white", "Black": "black", "Grey": "grey", "Opposite of the drawings": "opposite"}


class GroundBox(ComboBox):
    """The ground; what is proposed gives way to what was chosen by hand."""

    def __init__(self) -> None:
        super().__init__()
        for words, ground in GROUNDS.items():
            self.addItem(tr(words), ground)
        self._by_hand = False
        self.activated.connect(self._mark_chosen)
        self.setAccessibleName(tr("Ground"))
        self.setToolTip(tr("The colour under transparent pictures: white drawings are lost on white."))

    def propose(self, ground: str, *, anew: bool) -> None:
        """Choose the ground that shows the drawings; `anew` where other pictures are meant than before."""
        self._by_hand = self._by_hand and not anew
        if not self._by_hand:
            self.setCurrentIndex(self.findData(ground))

    def _mark_chosen(self) -> None:
        self._by_hand = True
