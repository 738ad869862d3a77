"""The losses while they happen: one curve a term, smoothed, with the moment that the samples show."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QToolButton, QVBoxLayout, QWidget

from ganstudio.gui.theme import current_theme
from ganstudio.gui.train.curves import Curve
from ganstudio.gui.train.model import Story
from ganstudio.gui.widgets.layout import label, section, tool
from ganstudio.gui.words import count, tr

COLOURS = {
    "dark": ("#6aa9e9", "#e8a33d", "#b795f0", "#55c4b8", "#e78fb5", "#c8b88a"),
    "light": ("#1f6fb8", "#a35f00", "#7443c0", "#0b766c", "#b03f78", "#6f6233"),
}
_ORDER = ("discriminator", "generator", "penalty")
_SMOOTHING = 0.9
_ROOMY = 560


def _place(term: str) -> int:
    return _ORDER.index(term) if term in _ORDER else len(_ORDER)


def words_for(term: str) -> tuple[str, str]:
    """A loss in words for artists, and a sentence about it."""
    name = term.replace("_", " ").replace("-", " ").strip()
    known = {
        "discriminator": (tr("Critic"), tr("The discriminator's loss: how badly it tells your pictures from new ones.")),
        "generator": (tr("Painter"), tr("The generator's loss: how badly its pictures pass as yours.")),
        "penalty": (tr("Penalty"), tr("What keeps the critic's judgement smooth: the gradient penalty.")),
    }
    return known.get(name, (name.capitalize(), tr("The loss that the architecture calls “{}”.").format(name)))


class Losses(QWidget):
    """A plot of every loss term; wheel zooms in time (with Ctrl in height), drag pans, double click shows all."""

    moment_dragged = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(150)
        self._curves: dict[str, Curve] = {}
        self._lines: dict[str, tuple[pg.PlotCurveItem, pg.PlotCurveItem]] = {}
        self._chips: dict[str, QToolButton] = {}
        self._legend = QHBoxLayout()
        self._smoothing = _smoothing_slider()
        self._words = label(tr("Smoothing"), "secondary", wrap=False)
        self._weight = label("0.90", "secondary", wrap=False)
        self._view = _View()
        self._plot = pg.PlotWidget(viewBox=self._view, axisItems={"bottom": _Pictures("bottom"), "left": _Axis("left")})
        self._saves = pg.VTickGroup(yrange=(0.0, 0.05))
        self._moment = pg.InfiniteLine(angle=90, movable=True)
        self._dress()
        self._lay_out()
        self.wear_theme()
        self._smoothing.valueChanged.connect(self._smooth)
        self._moment.sigDragged.connect(lambda line: self.moment_dragged.emit(round(line.value())))

    def show_story(self, story: Story) -> None:
        """Draw the curves as they are now."""
        if story.curves is not self._curves:
            self._forget()
            self._curves = story.curves
        for name in sorted(self._curves, key=_place):
            if name not in self._lines:
                self._add(name)
        self._draw()
        self._saves.setXVals(story.saves)

    def show_moment(self, images: int | None) -> None:
        """Put the line of the moment where the samples are."""
        self._moment.setVisible(images is not None)
        if images is not None:
            self._moment.setValue(images)

    def show_all(self) -> None:
        """Show everything, and follow what comes."""
        self._view.enableAutoRange()

    def wear_theme(self) -> None:
        """Take the colours of the theme."""
        theme = current_theme()
        self._plot.setBackground(theme.canvas)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(theme.line)
            axis.setTextPen(theme.secondary)
        self._saves.setPen(pg.mkPen(theme.good, width=2))
        self._moment.setPen(pg.mkPen(theme.secondary, width=1))
        self._moment.setHoverPen(pg.mkPen(theme.accent, width=2))
        for name in self._lines:
            self._colour(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where there is no room."""
        super().resizeEvent(event)
        self._words.setVisible(self.width() >= _ROOMY)
        self._weight.setVisible(self.width() >= _ROOMY)

    def _dress(self) -> None:
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.showGrid(x=False, y=True, alpha=0.12)
        self._plot.setAccessibleName(tr("Losses over pictures seen"))
        self._plot.setToolTip(tr("Wheel: zoom in time, with Ctrl in height. Drag: move. Double click: show all."))
        font = QFont(self.font())
        font.setPixelSize(11)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setTickFont(font)
            axis.setStyle(tickLength=-4, maxTickLevel=0)
            axis.enableAutoSIPrefix(False)
        self._plot.getAxis("left").setWidth(46)
        self._plot.getAxis("bottom").setHeight(22)
        self._view.setDefaultPadding(0.02)
        self._moment.setCursor(Qt.CursorShape.SizeHorCursor)
        self._moment.setVisible(False)
        for item in (self._saves, self._moment):
            self._plot.addItem(item, ignoreBounds=True)

    def _lay_out(self) -> None:
        self._legend.setSpacing(4)
        self._legend.setContentsMargins(0, 0, 0, 0)
        self._legend.setAlignment(Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.setSpacing(8)
        head.addWidget(section(tr("Losses")))
        head.addSpacing(8)
        legend = QWidget()
        legend.setObjectName("clear")
        legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        legend.setLayout(self._legend)
        head.addWidget(legend, 1)
        self._words.setBuddy(self._smoothing)
        self._weight.setFixedWidth(28)
        for widget in (self._words, self._smoothing, self._weight):
            head.addWidget(widget)
        head.addWidget(tool("fit", tr("Show all of the curves"), self.show_all))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._plot, 1)

    def _add(self, name: str) -> None:
        raw, line = pg.PlotCurveItem(), pg.PlotCurveItem(antialias=True)
        self._plot.addItem(raw, ignoreBounds=True)
        self._plot.addItem(line)
        self._lines[name] = raw, line
        chip = self._chips[name] = QToolButton()
        title, sentence = words_for(name)
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
            f" border-radius: 6px; padding: 2px 6px; font-size: 11px; min-height: 14px; }}"
            f"QToolButton:!checked {{ color: {theme.faint}; }} QToolButton:hover {{ background: {theme.raised}; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
        )

    def _smooth(self, step: int) -> None:
        self._weight.setText(f"{step / 100:.2f}")
        self._draw()

    def _draw(self) -> None:
        weight = self._smoothing.value() / 100
        for name, (raw, line) in self._lines.items():
            images, values = self._curves[name].points()
            line.setData(*self._curves[name].points(weight))
            if weight:
                raw.setData(images, values)
            else:
                raw.clear()
        self._plot.scene().prepareForPaint()  # now, so that it is painted once and not once more when the range has followed

    def _forget(self) -> None:
        for raw, line in self._lines.values():
            self._plot.removeItem(raw)
            self._plot.removeItem(line)
        for chip in self._chips.values():
            chip.deleteLater()
        self._lines.clear()
        self._chips.clear()
        self.show_all()


class _View(pg.ViewBox):  # type: ignore[misc]
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


class _Pictures(_Axis):
    """An axis of pictures seen: “20 k”, “1.5 M”."""

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """The words at the ticks."""
        return [count(value) if value >= 0 else "" for value in values]


def _smoothing_slider() -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 99)
    slider.setValue(round(100 * _SMOOTHING))
    slider.setFixedWidth(90)
    slider.setToolTip(tr("How much the curves are smoothed: 0 shows every tick, 0.99 only the trend."))
    slider.setAccessibleName(tr("Smoothing"))
    return slider
