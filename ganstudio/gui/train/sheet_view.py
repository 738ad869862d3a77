"""A sheet of samples on the screen: crisp however small its pictures are; a click shows one picture alone."""

from math import ceil

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import tr

_GAP = 2
_MARGIN = 16


class SheetView(QWidget):
    """Shows a sheet as large as fits, its pictures a little apart."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 160)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Samples"))
        self.setToolTip(
            tr("New pictures from the same starting points each time. Click one to see it alone, again for all.")
        )
        self._sheet = QImage()
        self._side = 1
        self._alone: int | None = None
        self._drawing: QPixmap | None = None

    @property
    def alone(self) -> int | None:
        """The number of the picture that is shown alone; None: all are."""
        return self._alone

    def show_sheet(self, sheet: QImage, side: int) -> None:
        """Show a sheet whose pictures are `side` pixels wide and high."""
        self._sheet, self._side, self._drawing = sheet, max(1, side), None
        self.update()

    def show_alone(self, number: int | None) -> None:
        """Show one picture of the sheet alone, or all (None)."""
        self._alone = number if number is not None and number < self._count else None
        self._drawing = None
        self.update()
        self.picked.emit(self._alone)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_theme().canvas))
        if self._sheet.isNull():
            return
        if self._drawing is None:
            self._drawing = self._draw()
        painter.drawPixmap(self._place().topLeft(), self._drawing)
        if self.hasFocus():
            painter.setPen(QColor(current_theme().line))
            painter.drawRect(self._place().adjusted(-4, -4, 3, 3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw it in the new size."""
        super().resizeEvent(event)
        self._drawing = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the picture under the pointer alone, or all again."""
        place = self._place()
        if self._alone is not None:
            self.show_alone(None)
        elif place.contains(event.position().toPoint()):
            at = event.position().toPoint() - place.topLeft()
            columns, rows = self._grid()
            column, row = at.x() * columns // place.width(), at.y() * rows // place.height()
            self.show_alone(row * columns + column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from picture to picture, Escape shows all."""
        columns = self._across if self._alone is not None else self._grid()[0]
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        step = steps.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._alone is not None:
            self.show_alone(None)
        elif step is not None and not self._sheet.isNull():
            self.show_alone(0 if self._alone is None else (self._alone + step) % self._count)
        else:
            super().keyPressEvent(event)

    @property
    def _across(self) -> int:
        return across(self._sheet, self._side)

    @property
    def _count(self) -> int:
        return self._across**2

    def _grid(self) -> tuple[int, int]:
        """Columns and rows in which the pictures are largest; those of a column of the sheet stay in a column."""
        if self._alone is not None:
            return 1, 1
        columns = [each for each in range(1, self._count + 1) if each % self._across == 0 or self._across % each == 0]
        grids = [(each, self._count // each) for each in columns]
        return max(grids, key=lambda grid: (self._shape_in(grid).width() / grid[0], -abs(grid[0] - self._across)))

    def _shape_in(self, grid: tuple[int, int]) -> QSize:
        """How large all pictures are together in so many columns and rows."""
        one, room = cell_size(self._sheet, self._side), self.size() - QSize(2 * _MARGIN, 2 * _MARGIN)
        whole = QSize(one.width() * grid[0] * 1000, one.height() * grid[1] * 1000)
        return whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def _place(self) -> QRect:
        place = QRect(QPoint(0, 0), self._shape_in(self._grid()))
        place.moveCenter(self.rect().center())
        return place

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(self._place().size() * ratio)
        drawn.fill(QColor(current_theme().canvas))
        painter = QPainter(drawn)
        if self._alone is not None:
            painter.drawImage(0, 0, self._enlarge(self._alone, drawn.size()))
        else:
            for number, cell in enumerate(_cells(drawn.size(), *self._grid(), round(_GAP * ratio))):
                painter.drawImage(cell.topLeft(), self._enlarge(number, cell.size()))
        painter.end()
        drawn.setDevicePixelRatio(ratio)
        return drawn

    def _enlarge(self, number: int, size: QSize) -> QImage:
        """One picture of the sheet; enlarged in whole steps first, so that its pixels stay crisp and even."""
        image = cell(self._sheet, self._side, number)
        steps = ceil(size.width() / max(1, image.width()))
        if steps > 1:
            image = image.scaled(image.size() * steps)
        return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


def across(sheet: QImage, side: int) -> int:
    """How many pictures stand side by side, and below each other, on a sheet; the shorter side of one is `side` pixels."""
    return max(1, min(sheet.width(), sheet.height()) // side)


def cell_size(sheet: QImage, side: int) -> QSize:
    """Width and height of a picture of a sheet."""
    return QSize(max(1, sheet.width() // across(sheet, side)), max(1, sheet.height() // across(sheet, side)))


def cell(sheet: QImage, side: int, number: int) -> QImage:
    """One picture of a sheet, counted from 0 row by row."""
    size, columns = cell_size(sheet, side), across(sheet, side)
    place = QPoint(number % columns * size.width(), number // columns * size.height())
    return sheet.copy(QRect(place, size))


def _cells(size: QSize, across: int, down: int, gap: int) -> list[QRect]:
    """The place of each picture, row by row, the places filling `size` with `gap` between them."""
    lefts = [round(column * (size.width() + gap) / across) for column in range(across + 1)]
    tops = [round(row * (size.height() + gap) / down) for row in range(down + 1)]
    return [
        QRect(QPoint(lefts[column], tops[row]), QPoint(lefts[column + 1] - gap - 1, tops[row + 1] - gap - 1))
        for row in range(down)
        for column in range(across)
    ]
