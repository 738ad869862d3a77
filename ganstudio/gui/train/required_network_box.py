"""What stands before Start where a training needs a network of others that is not here: two ways on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QVBoxLayout

from ganstudio.core import vgg16
from ganstudio.core.download import DownloadProgress
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.network_fetch import fetching_words
from ganstudio.gui.app.translations import tr
from ganstudio.gui.train.setup_controller import need_sentence
from ganstudio.gui.widgets.layout import button, label

if TYPE_CHECKING:
    from ganstudio.api.architecture import RequiredNetwork


class RequiredNetworkBox(QFrame):
    """One sentence, and a button for each way: learn without the network, or fetch it; hidden where nothing is missing.

    `without_wanted` carries the options with which it learns without; `need_changed` tells that the network may be here.
    """

    without_wanted = Signal(object)
    need_changed = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setObjectName("card")
        self._need: RequiredNetwork | None = None
        self._failure = ""
        self._fetch = context.network_fetch
        self.words = label("")
        self.share = QProgressBar()
        self.share.setTextVisible(False)
        self.share.setRange(0, 1000)
        self.share.setAccessibleName(tr("How far the network is fetched"))
        self.without = button(tr("Learn without it"), "", self._learn_without)
        tip = tr("From {}, {} MB; it can be stopped and gone on with.")
        tip = tip.format(vgg16.ADDRESS.split("/")[2], vgg16.MEGABYTES)
        self.fetch = button(tr("Fetch it ({} MB)").format(vgg16.MEGABYTES), tip, self._fetch.start)
        self.stop = button(tr("Stop"), tr("Stop fetching; what is here stays for the next time"), self._fetch.stop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        for each in (self.words, self.share, self.without, self.fetch, self.stop):
            column.addWidget(each)
        self._fetch.stepped.connect(self._step)
        self._fetch.failed.connect(self._fail)
        for change in (self._fetch.ended, context.settings_changed):
            change.connect(self.need_changed)
        self.hide()

    @property
    def is_missing(self) -> bool:
        """Whether something is missing."""
        return self._need is not None

    def show_need(self, need: "RequiredNetwork | None") -> None:
        """Show what is missing, or nothing."""
        self._need = need
        self.setVisible(need is not None)
        self._show_buttons()
        if need is not None and not self._fetch.running:
            self._show_words(self._failure or need_sentence(need))

    def _show_words(self, words: str) -> None:
        self.words.setText(words)
        self.words.setAccessibleName(words)

    def _learn_without(self) -> None:
        if self._need is not None:
            self.without_wanted.emit(dict(self._need.without))

    def _step(self, step: DownloadProgress) -> None:
        self._failure = ""
        self._show_buttons()
        self._show_words(fetching_words(step))
        self.share.setValue(1000 * step.done // step.total)

    def _fail(self, sentence: str, _details: str) -> None:
        self._failure = sentence

    def _show_buttons(self) -> None:
        running, need = self._fetch.running, self._need
        self.share.setVisible(running)
        self.stop.setVisible(running)
        self.fetch.setVisible(not running)
        self.without.setVisible(not running and need is not None and bool(need.without))
        changes = ", ".join(f"{name} → {value}" for name, value in need.without.items()) if need else ""
        self.without.setToolTip(tr("It learns less well: {}").format(changes))
        again = tr("Go on fetching it ({} MB)") if vgg16.partial_network() else tr("Fetch it ({} MB)")
        self.fetch.setText(again.format(vgg16.MEGABYTES))
