"""The two themes: neutral greys around the pictures, one accent."""

from dataclasses import asdict, dataclass
from functools import cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ganstudio.core.files import resources as resources


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for: text has a contrast of at least 4.5:1 to every ground, `border` of controls 3:1."""

    name: str
    canvas: str
    panel: str
    raised: str
    line: str
    border: str
    text: str
    secondary: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    error: str
    good: str


DARK = Theme(
    "dark", "#1b1b1c", "#242526", "#2f3031", "#3d3e40", "#77797c", "#e6e6e6", "#a3a5a7", "#6d6f72", "#e8a33d", "#f0b456",
    "#1b1b1c", "#f2776f", "#7cc98a",
)  # fmt: skip
LIGHT = Theme(
    "light", "#dededf", "#f1f1f2", "#ffffff", "#c6c6c8", "#747678", "#1d1d1e", "#56585a", "#96989a", "#815003", "#96600b",
    "#ffffff", "#b3261e", "#1f6f35",
)  # fmt: skip
THEMES = {"dark": DARK, "light": LIGHT}


def chosen_theme(name: str) -> Theme:
    """The theme of that name; “system” is the light one where the system is light now, else the dark one."""
    if name != "system":
        return THEMES[name]
    return LIGHT if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Colour the whole application."""
    app.setStyle("Fusion")
    app.setPalette(_palette(theme))
    app.setFont(_font(app.font()))
    sheet = (resources() / "theme.qss").read_text(encoding="utf-8")
    values = asdict(theme) | {"icons": (resources() / "icons").as_posix()}
    for name in sorted(values, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", values[name])
    app.setStyleSheet(sheet)
    app.setProperty("theme", theme.name)


def _font(usual: QFont) -> QFont:
    """The typeface that came along, and for letters that it lacks (Chinese, Japanese, Korean …) those of the system."""
    font, families = QFont(usual), usual.families() or [usual.family()]
    font.setFamilies(list(dict.fromkeys((*_bundled_families(), *families))))
    return font


@cache
def _bundled_families() -> tuple[str, ...]:
    """The families of the typefaces that came along; none where the system cannot load them."""
    files = sorted((resources() / "fonts").glob("*.otf"))
    numbers = [QFontDatabase.addApplicationFont(str(file)) for file in files]
    return tuple(dict.fromkeys(family for number in numbers for family in QFontDatabase.applicationFontFamilies(number)))


def current_theme() -> Theme:
    """The theme that the application wears now."""
    app = QApplication.instance()
    return THEMES.get(str(app.property("theme")) if app else "dark", DARK)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.panel, role.WindowText: theme.text, role.Base: theme.canvas, role.AlternateBase: theme.panel,
        role.Text: theme.text, role.Button: theme.raised, role.ButtonText: theme.text, role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent, role.ToolTipBase: theme.raised, role.ToolTipText: theme.text,
        role.PlaceholderText: theme.secondary, role.Link: theme.accent,
    }  # fmt: skip
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    return palette


def icon(name: str, colour: str | None = None, side: int = 20) -> QIcon:
    """The line icon of that name in one colour (the theme's text), crisp at every scaling of the screen."""
    return _icon(name, colour or current_theme().text, side)


@cache
def _icon(name: str, colour: str, side: int) -> QIcon:
    source = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for scale in (1, 2, 3):
        made.addPixmap(_draw_icon(source, colour, side, scale))
    return made


def _draw_icon(source: str, colour: str, side: int, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(side * scale, side * scale))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
