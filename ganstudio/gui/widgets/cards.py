"""Cards: a grid or strip of thumbnails with a caption, drawn by a delegate over a small model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ganstudio.gui.app.theme import current_theme

_SETTLED = 80  # milliseconds
_FAINT = 0.35
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Card:
    """One card: its key, a title, further lines, the picture once it is there, a tooltip.

    A `heading` is no card, but the title above those that follow, and cannot be chosen. The picture of a `stale` one is of
    something else that was there before; it is drawn faintly.
    """

    key: str
    title: str = ""
    line: str = ""
    pixmap: QPixmap | None = None
    tip: str = ""
    heading: bool = False
    stale: bool = False


class CardModel(QAbstractListModel):
    """The cards in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[Card] = []

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many cards there are."""
        return 0 if parent is not None and parent.isValid() else len(self.cards)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What Qt asks of a card."""
        card = self.cards[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return card.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return card.tip or card.title
        return card if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """What can be done with a card: all of it, and nothing with a heading."""
        heading = 0 <= index.row() < len(self.cards) and self.cards[index.row()].heading
        return Qt.ItemFlag.NoItemFlags if heading else super().flags(index)

    def show(self, cards: Iterable[Card]) -> None:
        """Replace all cards; a card that stays keeps its picture until a new one comes."""
        old = {card.key: card.pixmap for card in self.cards}
        self.beginResetModel()
        self.cards = [replace(card, pixmap=card.pixmap or old.get(card.key)) for card in cards]
        self.endResetModel()

    def renew(self, cards: Sequence[Card]) -> None:
        """Show the same cards, in the same order, with what has changed on them."""
        for row, (old, new) in enumerate(zip(self.cards, cards, strict=True)):
            if old != new:
                self.cards[row] = new
                self.dataChanged.emit(self.index(row), self.index(row))

    def add(self, card: Card) -> None:
        """One more card at the end."""
        self.beginInsertRows(QModelIndex(), len(self.cards), len(self.cards))
        self.cards.append(card)
        self.endInsertRows()

    def change(self, key: str, **changes: Any) -> None:
        """Change one card in place."""
        for row, card in enumerate(self.cards):
            if card.key == key:
                self.cards[row] = replace(card, **changes)
                self.dataChanged.emit(self.index(row), self.index(row))


_HEADING = 32


class CardDelegate(QStyledItemDelegate):
    """Draws a card: the picture, cropped to fill or whole, and its lines below."""

    def __init__(self, picture: QSize, *, lines: int, fill: bool) -> None:
        super().__init__()
        self.picture, self._lines, self.fill = picture, lines, fill

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The same for every card, so that nothing jumps; a heading takes a whole line."""
        view = option.widget
        if isinstance(view, CardView) and index.data(Qt.ItemDataRole.UserRole).heading:
            return QSize(view.viewport().width() - 4, _HEADING)
        return QSize(self.picture.width() + 12, self.picture.height() + 12 + 18 * self._lines)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one card."""
        card: Card = index.data(Qt.ItemDataRole.UserRole)
        theme = current_theme()
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area: QRect = option.rect
        if card.heading:
            _draw_heading(painter, area, card.title)
            painter.restore()
            return
        state: QStyle.StateFlag = option.state
        frame = QRect(area.left() + 6, area.top() + 6, self.picture.width(), self.picture.height())
        painter.setOpacity(_FAINT if card.stale else 1.0)
        _draw_picture(painter, frame, card.pixmap, fill=self.fill, empty=QColor(theme.raised))
        painter.setOpacity(1.0)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus):
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(frame.adjusted(-2, -2, 2, 2), 7, 7)
        for number, words in enumerate((card.title, *card.line.splitlines())[: self._lines]):
            painter.setPen(QColor(theme.secondary if number else theme.text))
            font = painter.font()
            font.setPixelSize(12)
            painter.setFont(font)
            place = QRect(frame.left(), frame.bottom() + 4 + 17 * number, frame.width(), 17)
            short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)
        painter.restore()


class CardView(QListView):
    """A grid (or one row) of cards; `chosen` carries the key when a card is picked.

    `settled` tells that other cards may be in sight, once scrolling and sizing have come to rest.
    """

    chosen = Signal(str)
    activated_key = Signal(str)
    settled = Signal()

    def __init__(
        self,
        picture: QSize,
        *,
        lines: int = 1,
        fill: bool = True,
        row: bool = False,
        headed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.cards = CardModel()
        self._delegate = CardDelegate(picture, lines=lines, fill=fill)
        self.setModel(self.cards)
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(not headed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if row:
            self.setWrapping(False)
            self.setFlow(QListView.Flow.LeftToRight)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setFixedHeight(picture.height() + 12 + 18 * lines + 12)
        self._rest = QTimer(self, singleShot=True, interval=_SETTLED)
        self._rest.timeout.connect(self.settled)
        moves = (self.verticalScrollBar().valueChanged, self.horizontalScrollBar().valueChanged, self.cards.modelReset)
        for move in moves:
            move.connect(lambda: self._rest.start())
        self.selectionModel().currentChanged.connect(self._emit_choice)
        self.activated.connect(lambda index: self.activated_key.emit(self.cards.cards[index.row()].key))

    def visible_rows(self) -> list[int]:
        """The rows that can be seen just now; none while the view is hidden."""
        area = self.viewport().rect() if self.isVisible() else QRect()
        rows = range(len(self.cards.cards))
        return [row for row in rows if self.visualRect(self.cards.index(row)).intersects(area)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is for the card alone, not also for the default button of a dialog."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be in sight."""
        super().resizeEvent(event)
        self._rest.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Some are in sight now."""
        super().showEvent(event)
        self._rest.start()

    def draw_as(self, picture: QSize, *, fill: bool) -> None:
        """Draw the cards' pictures in another size, cropped to fill it or whole."""
        self._delegate.picture, self._delegate.fill = picture, fill
        self.doItemsLayout()

    def key(self) -> str | None:
        """The key of the chosen card."""
        row = self.currentIndex().row()
        return self.cards.cards[row].key if 0 <= row < len(self.cards.cards) else None

    def choose(self, key: str) -> None:
        """Pick a card by its key."""
        for row, card in enumerate(self.cards.cards):
            if card.key == key:
                self.setCurrentIndex(self.cards.index(row))

    def mark(self, key: str) -> None:
        """Mark a card as the chosen one without telling; none where there is no such key."""
        self.blockSignals(True)
        self.setCurrentIndex(QModelIndex())
        self.choose(key)
        self.blockSignals(False)

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Replace all cards and keep the choice where it still exists."""
        key = self.key()
        self.cards.show(cards)
        if key is not None:
            self.choose(key)

    def _emit_choice(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.cards.cards[current.row()].key)


def _draw_heading(painter: QPainter, area: QRect, words: str) -> None:
    font = painter.font()
    font.setPixelSize(12)
    painter.setFont(font)
    painter.setPen(QColor(current_theme().secondary))
    painter.drawText(area.adjusted(6, 8, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _draw_picture(painter: QPainter, frame: QRect, pixmap: QPixmap | None, *, fill: bool, empty: QColor) -> None:
    path = QPainterPath()
    path.addRoundedRect(frame, 5, 5)
    if pixmap is None:
        painter.fillPath(path, empty)
        return
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding if fill else Qt.AspectRatioMode.KeepAspectRatio
    size = pixmap.size().scaled(frame.size(), mode)
    place = QRect(0, 0, size.width(), size.height())
    place.moveCenter(frame.center())
    painter.setClipPath(path)
    painter.drawPixmap(place, pixmap)
    painter.setClipping(False)
