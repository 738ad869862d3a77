"""A run in words: its architecture, its state, when it was trained."""

from datetime import datetime

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.library.listed_run import ListedRun


def architecture_title(context: AppContext, name: str) -> str:
    """An architecture's title, its id where no plugin brings it now."""
    known = context.catalog.architectures.get(name)
    return tr(known.title) if known else name


def state_word(state: str) -> str:
    """A run's state in a word."""
    return {
        "new": tr("not begun"),
        "running": tr("training"),
        "stopped": tr("stopped"),
        "done": tr("done"),
        "failed": tr("failed"),
    }[state]


def run_title(run: ListedRun, context: AppContext) -> str:
    """What learns, and at which size."""
    return f"{architecture_title(context, run.spec.architecture)} {run.spec.size}"


def filter_words(run: ListedRun, context: AppContext) -> str:
    """The words among which a filter looks: name, architecture and state."""
    return f"{run.folder.name} {run_title(run, context)} {run.spec.architecture} {state_word(run.state)}"


def day_words(moment: datetime) -> str:
    """The hour of today, else the day."""
    today = datetime.now(moment.tzinfo).date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%d %b %Y}"
