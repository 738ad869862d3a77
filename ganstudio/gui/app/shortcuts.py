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

    `held` keys are not bound: a widget takes them itself, as they count for as long as they are held, or as steps.
    """

    page: str
    keys: tuple[str, ...]
    words: str
    within: str = "window"
    held: bool = False


_WITHIN = {
    "window": Qt.ShortcutContext.WindowShortcut,
    "widget": Qt.ShortcutContext.WidgetShortcut,
}

SHORTCUTS = {
    "go.stylize": Shortcut("window", ("Ctrl+1",), "Stylize"),
    "go.train": Shortcut("window", ("Ctrl+2",), "Train"),
    "go.library": Shortcut("window", ("Ctrl+3",), "Library"),
    "go.plugins": Shortcut("window", ("Ctrl+4",), "Plugins"),
    "go.settings": Shortcut("window", ("Ctrl+5",), "Settings"),
    "window.queue": Shortcut("window", ("Ctrl+J",), "The queue"),
    "window.full": Shortcut("window", ("F11",), "The whole screen, and back"),
    "window.glossary": Shortcut("window", ("Shift+F1",), "The glossary, at the words of the control with the focus"),
    "window.shortcuts": Shortcut("window", ("F1", "?"), "These shortcuts"),
    "stylize.open": Shortcut("stylize", ("Ctrl+O",), "Open pictures"),
    "stylize.paste": Shortcut("stylize", ("Ctrl+V",), "Paste a picture"),
    "stylize.copy": Shortcut("stylize", ("Ctrl+C",), "Copy the result"),
    "stylize.copy_look": Shortcut("stylize", ("Ctrl+Shift+C",), "Copy the look"),
    "stylize.paste_look": Shortcut("stylize", ("Ctrl+Shift+V",), "Paste the look"),
    "stylize.save": Shortcut("stylize", ("Ctrl+S",), "Save the picture, or make the film"),
    "stylize.save_again": Shortcut("stylize", ("Ctrl+Shift+S",), "Save at once, as the last time"),
    "stylize.open_in": Shortcut("stylize", ("Ctrl+E",), "Open in another program"),
    "stylize.undo": Shortcut("stylize", ("Ctrl+Z",), "Take the last change back"),
    "stylize.redo": Shortcut("stylize", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do it again"),
    "stylize.fit": Shortcut("stylize", ("F",), "Show the whole picture"),
    "stylize.whole": Shortcut("stylize", ("Z",), "At full size, pixel for pixel"),
    "stylize.divider": Shortcut("stylize", ("D", "X"), "With the divider, or the result alone"),
    "stylize.beside": Shortcut("stylize", ("S",), "Before and after side by side"),
    "stylize.loupe": Shortcut("stylize", ("L",), "Loupe, at full size"),
    "stylize.pin": Shortcut("stylize", ("P",), "Keep this look beside the picture"),
    "stylize.variations": Shortcut("stylize", ("V",), "Variations of the look"),
    "stylize.back": Shortcut("stylize", ("Esc",), "Back from the variations, or from a live picture"),
    "stylize.take": Shortcut("stylize", ("Return", "Enter"), "On a live picture: take it", "widget"),
    "stylize.original": Shortcut("stylize", ("Space",), "Held: the picture without the style", "widget", held=True),
    "stylize.move": Shortcut("stylize", ("Left", "Right"), "On the picture: move the divider", "widget", held=True),
    "stylize.play": Shortcut("stylize", ("K",), "Play the film, or let it rest"),
    "stylize.frame_back": Shortcut("stylize", (",",), "One frame back"),
    "stylize.frame_on": Shortcut("stylize", (".",), "One frame on"),
    "stylize.next": Shortcut("stylize", ("PgDown",), "The next picture of the strip"),
    "stylize.previous": Shortcut("stylize", ("PgUp",), "The one before"),
    "stylize.find": Shortcut("stylize", ("Ctrl+F",), "Search the styles"),
    "stylize.star": Shortcut("stylize", ("*",), "On a style: star it, or no more", "widget"),
    "stylize.surprise": Shortcut("stylize", ("Ctrl+R",), "Surprise me: a style by chance"),
    "stylize.remove": Shortcut("stylize", ("Del",), "On a layer: take it out", "widget"),
    "stylize.brush": Shortcut("stylize", ("B",), "Paint where the style counts"),
    "stylize.eraser": Shortcut("stylize", ("E",), "Paint where it does not"),
    "stylize.gradient": Shortcut("stylize", ("G",), "Draw a line along which it rises"),
    "train.open": Shortcut("train", ("Ctrl+O",), "Choose a folder of pictures"),
    "train.new": Shortcut("train", ("Ctrl+N",), "New training"),
    "train.start": Shortcut("train", ("Ctrl+Return",), "Start training"),
    "train.stop": Shortcut("train", ("Ctrl+.",), "Stop training; it is saved"),
    "train.play": Shortcut("train", ("Space",), "On the samples: play the training", "widget"),
    "train.star": Shortcut("train", ("F",), "On the samples: star the one alone, or show the starred", "widget"),
    "train.undo": Shortcut("train", ("Ctrl+Z",), "Among the pictures: take the last change back"),
    "train.redo": Shortcut("train", ("Ctrl+Shift+Z",), "Among the pictures: do it again"),
    "train.leave_out": Shortcut("train", ("Del",), "Among the pictures: leave one out, or take it in"),
    "library.find": Shortcut("library", ("Ctrl+F",), "Filter the trainings"),
    "library.refresh": Shortcut("library", ("F5",), "Look at the folders again"),
    "library.delete": Shortcut("library", ("Del",), "Put the chosen training into the trash"),
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
