"""The gallery: each card is the loaded picture in one style, made in the background."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ganstudio.gui.studio import Studio
from ganstudio.gui.stylize import work
from ganstudio.gui.theme import current_theme, icon
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.layout import label, section
from ganstudio.gui.words import tr

if TYPE_CHECKING:
    from ganstudio.stylize.seen import Seen

_URGENCY = 5


class Gallery(QWidget):
    """Styles to choose from; `chosen` carries the id."""

    chosen = Signal(str)

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(168)
        self._studio = studio
        self._seen: Seen | None = None
        self._search = QLineEdit()
        self._search.setPlaceholderText(tr("Search styles"))
        self._search.setAccessibleName(tr("Search styles"))
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search", current_theme().secondary), QLineEdit.ActionPosition.LeadingPosition)
        self._count = label("", "secondary", wrap=False)
        self.view = CardView(QSize(118, 96))
        self.view.setAccessibleName(tr("Styles"))
        self._lay_out()
        self._search.textChanged.connect(self._show)
        self.view.chosen.connect(self.chosen)

    def show_styles(self) -> None:
        """Show the catalog's styles, and make their thumbnails."""
        self._show()
        self._make_thumbnails()

    def show_picture(self, seen: "Seen") -> None:
        """Make the thumbnails again, of another picture."""
        self._seen = seen
        self._make_thumbnails()

    def search(self, words: str) -> None:
        """Show only the styles that are called so."""
        self._search.setText(words)

    def _show(self) -> None:
        wanted = self._search.text().strip().casefold()
        styles = [style for style in self._studio.catalog.styles.values() if wanted in _words_of(style)]
        self._count.setText(str(len(styles)))
        self.view.show_cards([Card(style.id, tr(style.title), tip=tr(style.summary)) for style in styles])

    def _make_thumbnails(self) -> None:
        if self._seen is None:
            return
        from ganstudio.stylize.look import Layer, Look

        catalog = self._studio.catalog
        for name in catalog.styles:
            look, device = Look(layers=(Layer(style=name),)), self._studio.settings.device
            self._studio.compute.submit(
                partial(work.preview, self._seen, look, catalog, device, work.THUMBNAIL),
                key=f"thumbnail {name}",
                urgency=_URGENCY,
                happened=partial(self._take, name),
                failed=partial(self._explain, name),
            )

    def _take(self, name: str, image: QImage) -> None:
        self.view.cards.change(name, pixmap=QPixmap.fromImage(image))

    def _explain(self, name: str, sentence: str, _details: str) -> None:
        self.view.cards.change(name, tip=sentence)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(section(tr("Styles")))
        head.addStretch(1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 4, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._search)
        column.addWidget(self.view, 1)


def _words_of(style: object) -> str:
    words = [word for group in getattr(style, "words", {}).values() for word in group]
    return " ".join([getattr(style, "title", ""), getattr(style, "id", ""), *words]).casefold()
