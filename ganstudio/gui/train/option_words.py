"""The settings of a training in words: what an option is called, and its value."""

from ganstudio.gui.app.translations import tr


def option_title(name: str) -> str:
    """What an option is called in the window, by its name in the code."""
    return tr(name.replace("_", " ").capitalize())


def value_words(value: object) -> str:
    """A value as people write it: yes and no, figures in groups of three, nothing as a dash."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:g}"
    return "–" if value in (None, "") else str(value)
