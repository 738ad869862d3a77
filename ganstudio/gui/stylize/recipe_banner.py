"""What is said of a picture that was just opened: that it carries a look, or that its colours were changed."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.opened_picture import OpenedPicture
from ganstudio.gui.widgets.notice import Notice

if TYPE_CHECKING:
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.recipe import Recipe


class RecipeBanner(QObject):
    """Offers the look of a result in `notice`; `look_taken` carries it."""

    look_taken = Signal(object)

    def __init__(self, context: AppContext, notice: Notice) -> None:
        super().__init__()
        self._context, self._notice = context, notice

    def show(self, opened: OpenedPicture) -> None:
        """Say what there is to say of a picture."""
        self._notice.hide()
        picture, recipe = opened.picture, opened.recipe
        if recipe is not None:
            near = picture.source.parent if picture.source else Path()
            take = (tr("Take its look"), partial(self._load_look, recipe, near))
            words = tr("This film was made here and carries its look.") if opened.video else ""
            self._notice.show_words(words or tr("This picture was made here and carries its look."), actions=(take,))
        if picture.remark:
            self._notice.show_words(picture.remark)

    def _load_look(self, recipe: "Recipe", near: Path) -> None:
        source = partial(jobs.resolve_look, recipe, self._context.catalog, self._context.home, near)
        self._context.files.submit(source, key="look", on_item=partial(self._receive_look, recipe), failed=self._fail)

    def _receive_look(self, recipe: "Recipe", look: "Look") -> None:
        self._notice.hide()
        self.look_taken.emit(look)
        if not recipe.whole:
            self._notice.show_words(tr("The picture had no room for the brush strokes of the mask; paint them again."))

    def _fail(self, sentence: str, details: str) -> None:
        self._notice.show_words(sentence, tone="error", details=details)
