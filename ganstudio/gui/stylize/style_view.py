"""The cards of the styles: arrows walk, Enter or a click chooses, a star is set by a click on it or its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QMenu, QStyle, QStyleOptionViewItem

from ganstudio.gui.app.menus import add_commands
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.cards import Card, CardDelegate, CardView

_Index = QModelIndex | QPersistentModelIndex
_STAR = 22
_RESTS = 250  # milliseconds after which a pointer rests on a card


@dataclass(frozen=True)
class StyleCard(Card):
    """A card with or without a star."""

    starred: bool = False


class StyleView(CardView):
    """`chosen` carries the style that is picked, `star_wanted` the one whose star is to be set or taken.

    `hovered` carries the style on which the pointer rests, empty once it is gone. `original_held` tells whether the picture
    without any style is wanted: a hand that chooses styles need not go away.
    """

    star_wanted = Signal(str)
    hovered = Signal(str)
    original_held = Signal(bool)

    def __init__(self, picture: QSize) -> None:
        super().__init__(picture, headed=True)
        self._delegate = StarDelegate(picture, lines=1, fill=True)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.selectionModel().currentChanged.disconnect(self._emit_choice)  # to walk there is not to choose
        self.selectionModel().selectionChanged.connect(self._tell_choice)
        self.activated_key.connect(self.choose)
        self._resting_on, self._rested = "", QTimer(self, singleShot=True, interval=_RESTS)
        self._rested.timeout.connect(lambda: self.hovered.emit(self._resting_on))
        bind("stylize.star", self, self.star)

    def key(self) -> str | None:
        """The key of the chosen card."""
        chosen = self.selectionModel().selectedIndexes()
        return self.cards.cards[chosen[0].row()].key if chosen else None

    def current_key(self) -> str | None:
        """The key of the card on which the arrows are."""
        row = self.currentIndex().row()
        return self.cards.cards[row].key if 0 <= row < len(self.cards.cards) else None

    def mark(self, key: str) -> None:
        """Mark a card as the chosen one without telling; none where there is no such key."""
        self.blockSignals(True)
        self.clearSelection()
        self.choose(key)
        self.blockSignals(False)

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Replace all cards; what is chosen stays so, and the arrows where they are."""
        chosen, walked = self.key(), self.current_key()
        self.cards.show(cards)
        self.mark(chosen or "")
        row = next((row for row, card in enumerate(self.cards.cards) if card.key == walked), -1)
        self.selectionModel().setCurrentIndex(self.cards.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)

    def star(self) -> None:
        """Set or take the star of the card on which the arrows are."""
        if key := self.current_key():
            self.star_wanted.emit(key)

    def selectionCommand(self, index: _Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """Keys walk, and choose nothing."""
        if isinstance(event, QKeyEvent):
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space shows the original while it is held; the other keys as ever."""
        if event.key() == Qt.Key.Key_Space:
            self.original_held.emit(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The result again when space is let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.original_held.emit(False)
        else:
            super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the star is for the star alone."""
        index = self.indexAt(event.position().toPoint())
        if self._on_star(index, event.position().toPoint()):
            self.star_wanted.emit(self.cards.cards[index.row()].key)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Note on which card the pointer is."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        card = self.cards.cards[index.row()] if index.isValid() else None
        self._rest_on(card.key if card and not card.heading and not event.buttons() else "")

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        super().leaveEvent(event)
        self._rest_on("")

    def _rest_on(self, key: str) -> None:
        if key != self._resting_on:
            self._resting_on = key
            self._rested.start()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the star of the card under the pointer."""
        index = self.indexAt(event.pos())
        card = self.cards.cards[index.row()] if index.isValid() else None
        if isinstance(card, StyleCard) and not card.heading:
            menu = QMenu(self)
            words = tr("No favourite any more (*)") if card.starred else tr("Keep among the favourites (*)")
            menu.addAction(tr("Take this style"), lambda: self.choose(card.key))
            menu.addAction(words, lambda: self.star_wanted.emit(card.key))
            menu.addSeparator()
            add_commands(menu, self.window(), ("stylize.surprise", "stylize.find"))
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def _tell_choice(self) -> None:
        if (key := self.key()) is not None:
            self.chosen.emit(key)

    def _on_star(self, index: QModelIndex, at: QPoint) -> bool:
        if not index.isValid() or self.cards.cards[index.row()].heading:
            return False
        return star_place(self.visualRect(index), self._delegate.picture).contains(at)


class StarDelegate(CardDelegate):
    """A card with its star: always where there is one, and its outline under the pointer."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one card."""
        super().paint(painter, option, index)
        card = index.data(Qt.ItemDataRole.UserRole)
        starred, area = getattr(card, "starred", False), option.rect
        state: QStyle.StateFlag = option.state
        under = bool(state & QStyle.StateFlag.State_MouseOver) or bool(state & QStyle.StateFlag.State_HasFocus)
        if not card.heading and (starred or under):
            _draw_star(painter, star_place(area, self.picture), full=starred)


def star_place(area: QRect, picture: QSize) -> QRect:
    """Where on a card the star is: in the picture's upper right corner."""
    return QRect(area.left() + 6 + picture.width() - _STAR - 4, area.top() + 10, _STAR, _STAR)


def _draw_star(painter: QPainter, place: QRect, *, full: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawEllipse(place)
    colour = QColor("#f0b456" if full else "#ffffff")
    painter.setPen(QPen(colour, 1.3))
    painter.setBrush(colour if full else Qt.BrushStyle.NoBrush)
    middle = QPointF(place.center()) + QPointF(0.5, 0.5)
    points = [middle + _direction(number) * (_STAR * (0.32 if number % 2 == 0 else 0.14)) for number in range(10)]
    painter.drawPolygon(QPolygonF(points))
    painter.restore()


def _direction(number: int) -> QPointF:
    angle = number * pi / 5 - pi / 2
    return QPointF(cos(angle), sin(angle))
