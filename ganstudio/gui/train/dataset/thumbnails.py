"""The pictures of a finding as cards; only those in sight are decoded."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.small_images import SmallImage, small_images
from ganstudio.gui.app.translations import tr
from ganstudio.gui.train.dataset.inspector import aspect_words
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.placeholders import broken_picture, drawn_picture

if TYPE_CHECKING:
    from ganstudio.images.dataset.edits import Edits
    from ganstudio.images.image_info import ImageInfo

SIDE = 120
_KEY = "dataset thumbnails"


class ThumbnailView(CardView):
    """Cards whose keys are the numbers of the pictures shown."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(QSize(SIDE, SIDE), lines=2, fill=False)
        self.setObjectName("onCanvas")
        self.setAccessibleName(tr("Pictures"))
        self._context = context
        self._infos: Sequence[ImageInfo] = ()
        self._edits: Edits | None = None
        self._pixmaps: dict[Path, QPixmap] = {}
        self.settled.connect(self._decode)

    def show_pictures(self, pictures: "Sequence[ImageInfo]", edits: "Edits") -> None:
        """Show pictures and what is wanted of them; the first is chosen where the choice is gone."""
        same = pictures == self._infos
        before, self._infos, self._edits = self.picture_chosen(), pictures, edits
        cards = [self._card(number) for number in range(len(pictures))]
        if same and len(cards) == len(self.cards.cards):
            self.cards.renew(cards)
            return
        self.clearSelection()
        self.cards.show(cards)
        if cards:
            self.choose(str(pictures.index(before) if before in pictures else 0))

    def clear_pictures(self) -> None:
        """Show nothing, and let go of all that was decoded."""
        self._context.files.cancel(_KEY)
        self._infos, self._pixmaps = (), {}
        self.cards.show([])

    def picture_chosen(self) -> "ImageInfo | None":
        """The picture that is chosen."""
        key = self.key()
        return self._infos[int(key)] if key is not None else None

    def _card(self, number: int) -> Card:
        from ganstudio.images.reader import display_path

        facts = self._infos[number]
        assert self._edits is not None
        edit, pixmap = self._edits.of(facts.file), self._pixmaps.get(facts.file)
        name = display_path(Path(facts.file.name))
        words = [tr("cannot be read") if facts.reason else f"{facts.width} × {facts.height}"]
        words += [aspect_words(edit.aspect)] if edit.aspect is not None and edit.kept else []
        words += [] if edit.kept else [tr("left out")]
        if facts.reason:
            pixmap = broken_picture(QSize(SIDE, SIDE), self.devicePixelRatioF())
        elif pixmap is not None and not edit.kept:
            pixmap = drawn_picture(pixmap, pixmap.size(), opacity=0.3)
        return Card(str(number), name, "  ·  ".join(words), pixmap, facts.reason or name)

    def _decode(self) -> None:
        """Ask for the images of what is in sight and has none."""
        wanted = [self._infos[row] for row in self.visible_rows()]
        files = [facts.file for facts in wanted if not facts.reason and facts.file not in self._pixmaps]
        if files:
            ratio = self.devicePixelRatioF()
            self._context.files.submit(
                partial(small_images, files, round(SIDE * ratio)),
                key=_KEY,
                on_item=self._receive,
                failed=self._context.report_error,
            )

    def _receive(self, small: SmallImage) -> None:
        if small.reason:
            return
        self._pixmaps[small.file] = QPixmap.fromImage(small.image)
        for number, facts in enumerate(self._infos):
            if facts.file == small.file:
                self.cards.change(str(number), pixmap=self._card(number).pixmap)
