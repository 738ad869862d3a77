"""The keys of the window: one table, from which they are bound and from which the overview is made."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ganstudio.gui.app.translations import tr


@dataclass(frozen=True)
class Shortcut:
    """What keys do on which page (“window”: on all); they count while their owner is seen, or has the focus (“widget”).

    `menu` is where the command stands in the menu bar (`ganstudio.gui.app.menus`), empty where it has no place there.
    `held` keys are not bound: a widget takes them itself, as they count for as long as they are held, or as steps.
    """

    page: str
    menu: str
    keys: tuple[str, ...]
    words: str
    within: str = "window"
    held: bool = False


_WITHIN = {
    "window": Qt.ShortcutContext.WindowShortcut,
    "widget": Qt.ShortcutContext.WidgetShortcut,
}

SHORTCUTS = {
    "go.stylize": Shortcut("window", "go", ("Ctrl+1",), "Stylize"),
    "go.train": Shortcut("window", "go", ("Ctrl+2",), "Train"),
    "go.library": Shortcut("window", "go", ("Ctrl+3",), "Library"),
    "go.plugins": Shortcut("window", "go", ("Ctrl+4",), "Plugins"),
    "go.settings": Shortcut("window", "go", ("Ctrl+5",), "Settings"),
    "window.queue": Shortcut("window", "view", ("Ctrl+J",), "The queue"),
    "window.full": Shortcut("window", "view", ("F11",), "The whole screen, and back"),
    "window.glossary": Shortcut("window", "help", ("Shift+F1",), "The glossary, at the words of the control with the focus"),
    "window.guide": Shortcut("window", "help", ("Ctrl+F1",), "Guided first training"),
    "window.shortcuts": Shortcut("window", "help", ("F1", "?"), "These shortcuts"),
    "window.quit": Shortcut("window", "file", ("Ctrl+Q",), "Quit"),
    "stylize.open": Shortcut("stylize", "file", ("Ctrl+O",), "Open pictures"),
    "stylize.paste": Shortcut("stylize", "edit", ("Ctrl+V",), "Paste a picture"),
    "stylize.copy": Shortcut("stylize", "edit", ("Ctrl+C",), "Copy the result"),
    "stylize.copy_look": Shortcut("stylize", "edit", ("Ctrl+Shift+C",), "Copy the look"),
    "stylize.paste_look": Shortcut("stylize", "edit", ("Ctrl+Shift+V",), "Paste the look"),
    "stylize.save": Shortcut("stylize", "file", ("Ctrl+S",), "Save the picture, or make the film"),
    "stylize.save_again": Shortcut("stylize", "file", ("Ctrl+Shift+S",), "Save at once, as the last time"),
    "stylize.open_in": Shortcut("stylize", "file", ("Ctrl+E",), "Open in another program"),
    "stylize.undo": Shortcut("stylize", "edit", ("Ctrl+Z",), "Take the last change back"),
    "stylize.redo": Shortcut("stylize", "edit", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do it again"),
    "stylize.fit": Shortcut("stylize", "view", ("F",), "Show the whole picture"),
    "stylize.whole": Shortcut("stylize", "view", ("Z",), "At full size, pixel for pixel"),
    "stylize.divider": Shortcut("stylize", "view", ("D", "X"), "With the divider, or the result alone"),
    "stylize.beside": Shortcut("stylize", "view", ("S",), "Before and after side by side"),
    "stylize.loupe": Shortcut("stylize", "view", ("L",), "Loupe, at full size"),
    "stylize.pin": Shortcut("stylize", "look", ("P",), "Keep this look beside the picture"),
    "stylize.variations": Shortcut("stylize", "look", ("V",), "Variations of the look"),
    "stylize.back": Shortcut("stylize", "view", ("Esc",), "Back from the variations, or from a live picture"),
    "stylize.take": Shortcut("stylize", "file", ("Return", "Enter"), "On a live picture: take it", "widget"),
    "stylize.original": Shortcut("stylize", "", ("Space",), "Held: the picture without the style", "widget", held=True),
    "stylize.move": Shortcut("stylize", "", ("Left", "Right"), "On the picture: move the divider", "widget", held=True),
    "stylize.play": Shortcut("stylize", "view", ("K",), "Play the film, or let it rest"),
    "stylize.frame_back": Shortcut("stylize", "view", (",",), "One frame back"),
    "stylize.frame_on": Shortcut("stylize", "view", (".",), "One frame on"),
    "stylize.next": Shortcut("stylize", "view", ("PgDown",), "The next picture of the strip"),
    "stylize.previous": Shortcut("stylize", "view", ("PgUp",), "The one before"),
    "stylize.find": Shortcut("stylize", "edit", ("Ctrl+F",), "Search the styles"),
    "stylize.star": Shortcut("stylize", "edit", ("*",), "On a style: star it, or no more", "widget"),
    "stylize.surprise": Shortcut("stylize", "look", ("Ctrl+R",), "Surprise me: a style by chance"),
    "stylize.remove": Shortcut("stylize", "edit", ("Del",), "On a layer: take it out", "widget"),
    "stylize.crop": Shortcut("stylize", "look", ("C",), "Choose the crop, or done"),
    "stylize.brush": Shortcut("stylize", "look", ("B",), "Paint where the style counts"),
    "stylize.eraser": Shortcut("stylize", "look", ("E",), "Paint where it does not"),
    "stylize.gradient": Shortcut("stylize", "look", ("G",), "Draw a line along which it rises"),
    "train.open": Shortcut("train", "file", ("Ctrl+O",), "Choose a folder of pictures"),
    "train.new": Shortcut("train", "file", ("Ctrl+N",), "New training"),
    "train.start": Shortcut("train", "look", ("Ctrl+Return",), "Start training"),
    "train.stop": Shortcut("train", "look", ("Ctrl+.",), "Stop training; it is saved"),
    "train.guide_on": Shortcut("train", "help", ("Alt+Right",), "In the guided first training: the next step"),
    "train.guide_back": Shortcut("train", "help", ("Alt+Left",), "In the guided first training: the step before"),
    "train.play": Shortcut("train", "view", ("Space",), "On the samples: play the training", "widget"),
    "train.star": Shortcut("train", "look", ("F",), "On the samples: star the one alone, or show the starred", "widget"),
    "train.undo": Shortcut("train", "edit", ("Ctrl+Z",), "Among the pictures: take the last change back"),
    "train.redo": Shortcut("train", "edit", ("Ctrl+Shift+Z",), "Among the pictures: do it again"),
    "train.leave_out": Shortcut("train", "edit", ("Del",), "Among the pictures: leave one out, or take it in"),
    "library.find": Shortcut("library", "edit", ("Ctrl+F",), "Filter the trainings"),
    "library.refresh": Shortcut("library", "file", ("F5",), "Look at the folders again"),
    "library.delete": Shortcut("library", "edit", ("Del",), "Put the chosen training into the trash"),
}


def bind(name: str, owner: QWidget, act: Callable[[], object]) -> None:
    """Let the keys of that name in the table do something, for as long as `owner` can be seen."""
    shortcut = SHORTCUTS[name]
    for keys in shortcut.keys:
        made = QShortcut(QKeySequence(keys), owner, context=_WITHIN[shortcut.within])  # given `act`, it forgets the context
        made.activated.connect(act)
        made.setObjectName(name)


def keys_of(shortcut: Shortcut) -> list[str]:
    """The keys as this system writes them."""
    return [QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in shortcut.keys]


def on_page(page: str) -> list[tuple[list[str], str]]:
    """What a page's keys do, in the order of the table: the keys, and words."""
    return [(keys_of(each), tr(each.words)) for each in SHORTCUTS.values() if each.page == page]
