"""The gallery: each card is the loaded picture in one style, made in the background; shelf by shelf, or as searched for.

Thumbnails in sight are made first, the others once the artist has looked for a while.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import current_theme, icon
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize import jobs
from ganstudio.gui.stylize.style_shelves import arrange_shelves, find_styles, list_tags, origin_words, tags_of
from ganstudio.gui.stylize.style_view import StyleCard, StyleView
from ganstudio.gui.widgets.cards import Card
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.layout import label, section, tool
from ganstudio.gui.widgets.placeholders import wanted_picture
from ganstudio.stylize.references import picture_options

if TYPE_CHECKING:
    from ganstudio.api.style import Style
    from ganstudio.stylize.preview_pyramid import PreviewPyramid

_IN_SIGHT, _OUT_OF_SIGHT = 5, 6  # urgencies
_LOOKED = 4000  # milliseconds
_PICTURE = QSize(118, 96)
_LARGE = 3 / 2  # width to height of a large card, which is as wide as the gallery


class StyleGallery(QWidget):
    """Styles to choose from; `chosen` carries the id, `hovered` that of the one under the pointer, empty where none is."""

    chosen = Signal(str)
    hovered = Signal(str)
    surprise_wanted = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(160)
        self._context = context
        self._pyramid: PreviewPyramid | None = None
        self._pictures: dict[str, QPixmap] = {}
        self._stale: set[str] = set()
        self._problems: dict[str, str] = {}  # why a style could not be shown
        self._priorities: dict[str, int] = {}  # of the thumbnails that are queued or made
        self._idle_timer = QTimer(self, singleShot=True, interval=_LOOKED)
        self._search = QLineEdit()
        self._search.setPlaceholderText(tr("Search styles"))
        self._search.setAccessibleName(tr("Search styles"))
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search", current_theme().secondary), QLineEdit.ActionPosition.LeadingPosition)
        self._count = label("", "secondary", wrap=False)
        self._surprise = tool("dice", tr("Surprise me: a style by chance (Ctrl+R)"), self.surprise_wanted.emit)
        self.tags = ComboBox()
        self.tags.setAccessibleName(tr("Kind of style"))
        self.tags.setToolTip(tr("Show only styles of a kind"))
        self.large = tool("larger", tr("Larger cards, or smaller ones"), checkable=True)
        self.view = StyleView(_PICTURE)
        self.view.setAccessibleName(tr("Styles"))
        self._lay_out()
        self._search.textChanged.connect(self._show)
        self.tags.activated.connect(lambda _: self._show())
        self.large.toggled.connect(self._draw_large)
        self.view.hovered.connect(self.hovered)
        self.view.settled.connect(self._make_visible)
        self._idle_timer.timeout.connect(self._make_hidden)
        self.view.chosen.connect(self.chosen)
        self.view.star_wanted.connect(self.star)

    def show_styles(self) -> None:
        """Show the catalog's styles, and make their thumbnails."""
        self._list_tags()
        self._show()
        self._make_thumbnails()

    def show_picture(self, pyramid: "PreviewPyramid") -> None:
        """Make the thumbnails again, of another picture."""
        self._pyramid = pyramid
        for name in self._pictures:
            self.view.cards.change(name, stale=True)
        self._stale = set(self._pictures)
        self._make_thumbnails()

    def search(self, words: str) -> None:
        """Show only the styles that are called so."""
        self._search.setText(words)

    @property
    def query(self) -> str:
        """What is searched for."""
        return self._search.text()

    def focus_search(self) -> None:
        """Let the artist write what is searched for."""
        self._search.setFocus()
        self._search.selectAll()

    def missing_thumbnails(self) -> set[str]:
        """The styles that still wait for their thumbnail."""
        styles = self._context.catalog.styles.values()
        ended = self._pictures.keys() | self._problems.keys()
        return {style.id for style in styles if style.id not in ended and not picture_options(style)}

    def star(self, name: str) -> None:
        """Make a style a favourite, or no more."""
        kept = self._context.settings.favourites
        favourites = tuple(each for each in kept if each != name) if name in kept else (*kept, name)
        try:
            self._context.change(favourites=favourites)
        except GanStudioError as error:
            self._context.report_error(str(error))
        self._show()

    def _show(self) -> None:
        favourites, shelves = self._context.settings.favourites, self._shelves()
        self._count.setText(str(sum(len(styles) for _, styles in shelves)))
        cards: list[Card] = []
        for title, styles in shelves:
            cards += [StyleCard(f"# {title}", tr(title), heading=True)] if title else []
            cards += [self._card(style, starred=style.id in favourites) for style in styles]
        self.view.show_cards(cards)

    def _shelves(self) -> "list[tuple[str, list[Style[Any]]]]":
        """The shelves with the styles of the chosen kind; or, where something is searched for, those that are called so."""
        shelves = arrange_shelves(self._context.catalog, self._context.settings.favourites)
        if tag := self.tags.currentData():
            shelves = [(title, [style for style in styles if tag in tags_of(style)]) for title, styles in shelves]
        if words := self._search.text().strip():
            return [("", find_styles(words, (style for _, styles in shelves for style in styles)))]
        return [(title, styles) for title, styles in shelves if styles]

    def _list_tags(self) -> None:
        """Offer the tags of all styles, and keep the one that was chosen."""
        chosen = self.tags.currentData()
        self.tags.clear()
        self.tags.addItem(tr("All kinds"), "")
        for tag, words in list_tags(self._context.catalog.styles.values()):
            self.tags.addItem(words, tag)
        self.tags.setCurrentIndex(max(0, self.tags.findData(chosen)))

    def _draw_large(self) -> None:
        """Draw the cards large, one below the other, or small; thumbnails are made anew for their size."""
        self._draw_cards()
        self._stale = set(self._pictures)
        self._make_thumbnails()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large cards stay as wide as the gallery."""
        super().resizeEvent(event)
        if self.large.isChecked():
            self._draw_cards()

    def _draw_cards(self) -> None:
        across = max(_PICTURE.width(), self.view.viewport().width() - 16)
        self.view.draw_as(QSize(across, round(across / _LARGE)) if self.large.isChecked() else _PICTURE, fill=True)

    def _card(self, style: "Style[Any]", *, starred: bool) -> StyleCard:
        tip = "\n".join((tr(style.title), tr(style.summary), origin_words(self._context.catalog, style)))
        picture, stale = self._pictures.get(style.id), style.id in self._stale
        if picture_options(style):  # nothing can be shown of it before its own picture is chosen
            picture = wanted_picture(_PICTURE, self.devicePixelRatioF())
        tip = self._problems.get(style.id, tip)
        return StyleCard(style.id, tr(style.title), pixmap=picture, tip=tip, stale=stale, starred=starred)

    def _make_thumbnails(self) -> None:
        self._context.compute.cancel("thumbnail ")
        self._priorities.clear()
        self._problems.clear()
        self._make_visible()

    def _make_visible(self) -> None:
        self._make((self.view.cards.cards[row].key for row in self.view.visible_rows()), _IN_SIGHT)
        self._idle_timer.start()

    def _make_hidden(self) -> None:
        if self.view.isVisible():
            self._make(self._context.catalog.styles, _OUT_OF_SIGHT)

    def _make(self, names: Iterable[str], priority: int) -> None:
        """Queue thumbnails that are not yet queued as urgently."""
        if self._pyramid is None:
            return
        styles = self._context.catalog.styles
        for name in names:
            if name not in styles or picture_options(styles[name]):
                continue
            if priority < self._priorities.get(name, _OUT_OF_SIGHT + 1):
                self._priorities[name] = priority
                self._submit(self._pyramid, styles[name], priority)

    def _submit(self, seen: "PreviewPyramid", style: "Style[Any]", priority: int) -> None:
        from ganstudio.stylize.look import Look, begin_layer

        look, device = Look(layers=(begin_layer(style),)), self._context.settings.device
        longest = 2 * jobs.THUMBNAIL if self.large.isChecked() else jobs.THUMBNAIL
        self._context.compute.submit(
            partial(jobs.render_preview, seen, look, self._context.catalog, device, longest),
            key=f"thumbnail {style.id}",
            priority=priority,
            on_item=partial(self._receive, style.id),
            failed=partial(self._explain, style.id),
        )

    def _receive(self, name: str, image: QImage) -> None:
        picture = self._pictures[name] = QPixmap.fromImage(image)
        self._stale.discard(name)
        self.view.cards.change(name, pixmap=picture, stale=False)

    def _explain(self, name: str, sentence: str, _details: str) -> None:
        self._problems[name] = sentence
        self.view.cards.change(name, tip=sentence)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(section(tr("Styles")))
        head.addStretch(1)
        head.addWidget(self._count)
        head.addWidget(self._surprise)
        head.setContentsMargins(0, 0, 8, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 4, 0)
        column.setSpacing(8)
        column.addLayout(head)
        search = QHBoxLayout()
        search.setContentsMargins(0, 0, 8, 0)
        search.addWidget(self._search)
        column.addLayout(search)
        kinds = QHBoxLayout()
        kinds.setContentsMargins(0, 0, 8, 0)
        kinds.addWidget(self.tags, 1)
        kinds.addWidget(self.large)
        column.addLayout(kinds)
        column.addWidget(self.view, 1)
