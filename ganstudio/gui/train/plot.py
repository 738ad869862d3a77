"""A plot of what happens over pictures seen: smoothed curves, marks of events, and the moment that the samples show."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.widgets.focus_frame import FocusFrame
from ganstudio.runs.curves import Curve, Numbers
from ganstudio.runs.history import MarkedMoment

COLOURS = {
    "dark": ("#6aa9e9", "#e8a33d", "#b795f0", "#55c4b8", "#e78fb5", "#c8b88a"),
    "light": ("#1f6fb8", "#a35f00", "#7443c0", "#0b766c", "#b03f78", "#6f6233"),
}
_ORDER = ("discriminator", "generator", "penalty")
SMOOTHING = 0.9
_FEW = 150  # points that need no smoothing


def _place(term: str) -> int:
    return _ORDER.index(term) if term in _ORDER else len(_ORDER)


class Plot(QWidget):
    """Some curves with a chip each; wheel zooms in time (with Ctrl in height), drag pans, double click shows all."""

    moment_dragged = Signal(int)

    def __init__(self, name: str, words_for: Callable[[str], tuple[str, str]], *, log: bool = False) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words_for = words_for
        self._log = log
        self._weight = SMOOTHING
        self._curves: dict[str, Curve] = {}
        self._lines: dict[str, tuple[pg.PlotCurveItem, pg.PlotCurveItem]] = {}
        self._chips: dict[str, QToolButton] = {}
        self._legend = QHBoxLayout()
        self.view = _ZoomView(enableMenu=False)
        bottom, left = _ImagesAxis("bottom"), _LogarithmicAxis("left") if log else _Axis("left")
        self._plot = pg.PlotWidget(viewBox=self.view, enableMenu=False, axisItems={"bottom": bottom, "left": left})
        self._saves = pg.VTickGroup(yrange=(0.0, 0.05))
        self._marks: dict[MarkedMoment, pg.InfiniteLine] = {}
        self._moment = pg.InfiniteLine(angle=90, movable=True)
        self._apply_theme(name)
        self._lay_out()
        self.apply_theme()
        self._moment.sigDragged.connect(lambda line: self.moment_dragged.emit(round(line.value())))

    def show_curves(self, curves: dict[str, Curve], marks: Sequence[MarkedMoment]) -> None:
        """Draw the curves as they are now, and what happened."""
        if any(curves.get(name) is not curve for name, curve in self._curves.items()):
            self._forget()
        self._curves = curves
        for name in sorted(self._curves, key=_place):
            if name not in self._lines:
                self._add(name)
        self._draw()
        self._saves.setXVals([mark.images for mark in marks if mark.what == "saved"])
        self._mark([mark for mark in marks if mark.what != "saved"])

    def smooth(self, weight: float) -> None:
        """Smooth the curves by `weight`, 0 to 0.99."""
        self._weight = weight
        self._draw()

    def show_moment(self, images: int | None) -> None:
        """Put the line of the moment where the samples are."""
        self._moment.setVisible(images is not None)
        if images is not None:
            self._moment.setValue(images)

    def show_all(self) -> None:
        """Show everything, and follow what comes."""
        self.view.enableAutoRange()

    def apply_theme(self) -> None:
        """Take the colours of the theme."""
        theme = current_theme()
        self._plot.setBackground(theme.canvas)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(theme.line)
            axis.setTextPen(theme.secondary)
        self._saves.setPen(pg.mkPen(theme.good, width=2))
        for mark, line in self._marks.items():
            line.setPen(_pen(mark))
        self._moment.setPen(pg.mkPen(theme.secondary, width=1))
        self._moment.setHoverPen(pg.mkPen(theme.accent, width=2))
        for name in self._lines:
            self._colour(name)

    def _apply_theme(self, name: str) -> None:
        self._plot.hideButtons()
        self._plot.showGrid(x=False, y=True, alpha=0.12)
        FocusFrame(self._plot)
        self._plot.setAccessibleName(tr("{} over pictures seen").format(name))
        self._plot.setToolTip(tr("Wheel: zoom in time, with Ctrl in height. Drag: move. Double click: show all."))
        font = QFont(self.font())
        font.setPixelSize(12)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setTickFont(font)
            axis.setStyle(tickLength=-4, maxTickLevel=0)
            axis.enableAutoSIPrefix(False)
        self._plot.getAxis("left").setWidth(46)
        self._plot.getAxis("bottom").setHeight(22)
        self.view.setDefaultPadding(0.02)
        self._moment.setCursor(Qt.CursorShape.SizeHorCursor)
        self._moment.setVisible(False)
        for item in (self._saves, self._moment):
            self._plot.addItem(item, ignoreBounds=True)

    def _lay_out(self) -> None:
        self._legend.setSpacing(4)
        self._legend.setContentsMargins(16, 0, 0, 0)
        self._legend.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        legend = QWidget()
        legend.setObjectName("clear")
        legend.setFixedHeight(24)
        legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        legend.setLayout(self._legend)
        column.addWidget(legend)
        column.addWidget(self._plot, 1)

    def _add(self, name: str) -> None:
        raw, line = pg.PlotCurveItem(), pg.PlotCurveItem(antialias=True)
        self._plot.addItem(raw, ignoreBounds=True)
        self._plot.addItem(line)
        self._lines[name] = raw, line
        chip = self._chips[name] = QToolButton()
        title, sentence = self._words_for(name)
        chip.setObjectName("chip")
        chip.setText(f"● {title}")
        chip.setToolTip(f"{sentence} {tr('Click to hide or show it.')}")
        chip.setAccessibleName(tr("Show the curve “{}”").format(title))
        chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        chip.setCheckable(True)
        chip.setChecked(True)
        chip.toggled.connect(raw.setVisible)
        chip.toggled.connect(line.setVisible)
        self._legend.addWidget(chip)
        self._colour(name)

    def _colour(self, name: str) -> None:
        colours = COLOURS[current_theme().name]
        number = _place(name) + [other for other in self._lines if _place(other) == _place(name)].index(name)
        colour = QColor(colours[number % len(colours)])
        faint = QColor(colour)
        faint.setAlpha(60)
        raw, line = self._lines[name]
        raw.setPen(pg.mkPen(faint, width=1))
        line.setPen(pg.mkPen(colour, width=1))
        theme = current_theme()
        self._chips[name].setStyleSheet(
            f"QToolButton {{ color: {colour.name()}; background: transparent; border: 1px solid transparent;"
            f" border-radius: 6px; padding: 2px 6px; font-size: 12px; min-height: 14px; }}"
            f"QToolButton:!checked {{ color: {theme.secondary}; }} QToolButton:hover {{ background: {theme.raised}; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
        )

    def _draw(self) -> None:
        if not self.isVisible():
            return
        for name, (raw, line) in self._lines.items():
            images, values = self._shown(name, 0.0)
            line.setData(*self._shown(name, self._weight))
            if self._weight:
                raw.setData(images, values)
            else:
                raw.clear()
        self._plot.scene().prepareForPaint()  # now, so that it is painted once and not once more when the range has followed

    def _shown(self, name: str, weight: float) -> tuple[Numbers, Numbers]:
        curve = self._curves[name]
        images, values = curve.points(weight if len(curve) > _FEW else 0.0)
        return images, np.log10(np.maximum(values, 1e-3)) if self._log else values

    def _mark(self, marks: list[MarkedMoment]) -> None:
        for gone in set(self._marks) - set(marks):
            self._plot.removeItem(self._marks.pop(gone))
        for mark in marks:
            if mark not in self._marks:
                line = self._marks[mark] = pg.InfiniteLine(mark.images, angle=90, pen=_pen(mark))
                line.setToolTip(_mark_words(mark))
                self._plot.addItem(line, ignoreBounds=True)

    def _forget(self) -> None:
        for raw, line in self._lines.values():
            self._plot.removeItem(raw)
            self._plot.removeItem(line)
        for chip in self._chips.values():
            chip.deleteLater()
        self._lines.clear()
        self._chips.clear()
        self.show_all()


def _pen(mark: MarkedMoment) -> QPen:
    theme = current_theme()
    colour = {"grown": theme.accent, "changed": theme.secondary, "ill": theme.error}[mark.what]
    return QPen(pg.mkPen(colour, width=1, style=Qt.PenStyle.DashLine))


def _mark_words(mark: MarkedMoment) -> str:
    """What a mark says under the pointer."""
    words = {
        "grown": tr("Grew to {} pixels").format(mark.words),
        "changed": tr("Changed: {}").format(mark.words),
        "ill": tr("The doctor: {}").format(tr(mark.words)),
    }[mark.what]
    return f"{count(mark.images)}  {words}"


class _ZoomView(pg.ViewBox):  # type: ignore[misc]
    """Zooms in time by the wheel; a double click shows all."""

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        """Zoom one axis: time, or height with Ctrl."""
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().wheelEvent(event, axis if axis is not None else int(with_ctrl))

    def mouseDoubleClickEvent(self, event: Any) -> None:
        """Show all."""
        self.enableAutoRange()
        event.accept()


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """Draws itself at once: recording and replaying it, as pyqtgraph does, takes three times as long."""

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        """Draw line, ticks and words."""
        painter.setFont(self.style["tickFont"])
        specs = self.generateDrawSpecs(painter)
        if specs is not None:
            self.drawPicture(painter, *specs)


class _LogarithmicAxis(_Axis):
    """An axis of powers of ten."""

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """The words at the ticks."""
        return [f"{10**value:.3g}" for value in values]


class _ImagesAxis(_Axis):
    """An axis of pictures seen: “20 k”, “1.5 M”."""

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """The words at the ticks."""
        return [count(value) if value >= 0 else "" for value in values]
