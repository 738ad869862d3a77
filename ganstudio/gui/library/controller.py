"""What the Library page is about, without its widgets: the runs, which of them are listed, the chosen one, what is shown."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from ganstudio.gui.app.listeners import Listeners
from ganstudio.gui.library.listed_run import ORDERS, ListedRun

View = Literal["list", "publish", "compare"]


class LibraryController:
    """Holds the runs that were read, a filter, an order, and the run that is chosen.

    `words` gives the words of a run among which the filter looks. `changed` tells that other runs are listed, or that they
    stand otherwise; `chosen_changed` that another run is chosen; `view_changed` that another view is wanted.
    """

    def __init__(self, words: Callable[[ListedRun], str]) -> None:
        self._words = words
        self.runs: dict[Path, ListedRun] = {}
        self.elsewhere: list[Path] = []
        self.filter, self.order = "", "newest"
        self.chosen: Path | None = None
        self.view: View = "list"
        self.compared: tuple[Path, ...] = ()
        self._removed: set[Path] = set()
        self._problems: tuple[str, ...] = ()
        self._is_reading = False
        self.changed, self.chosen_changed, self.view_changed = Listeners(), Listeners(), Listeners()

    @property
    def chosen_run(self) -> ListedRun | None:
        """The run that is chosen, where it is still there."""
        return self.runs.get(self.chosen) if self.chosen else None

    def visible_runs(self) -> list[ListedRun]:
        """The runs whose words hold the filter, in the order that was chosen."""
        order, wanted = ORDERS[self.order], self.filter.casefold()
        found = [run for run in self.runs.values() if wanted in self._words(run).casefold()]
        return sorted(found, key=order.key, reverse=order.backwards)

    def others(self, folder: Path) -> list[ListedRun]:
        """The runs with which one can be compared, the newest first."""
        others = (run for run in self.runs.values() if run.folder != folder)
        return sorted(others, key=ORDERS["newest"].key, reverse=True)

    def deletable(self) -> Path | None:
        """The chosen run's folder, where it may be deleted: not while it is trained."""
        run = self.chosen_run
        return run.folder if run is not None and run.state != "running" else None

    def begin_reading(self) -> bool:
        """Whether the runs may be read now; not while they are."""
        may, self._is_reading = not self._is_reading, True
        return may

    def end_reading(self) -> None:
        """The runs were read, or could not be."""
        self._is_reading = False

    def take_runs(self, runs: Iterable[ListedRun]) -> None:
        """Take the runs that were read; of those that were removed meanwhile nothing is said."""
        there = {run.folder: run for run in runs if run.folder not in self._removed}
        if there != self.runs or not there:
            self.runs = there
            self.changed.emit()

    def take_problems(self, sentences: tuple[str, ...]) -> bool:
        """Take what is wrong with runs that cannot be listed; whether that is something new to be said."""
        new = sentences != self._problems and bool(sentences)
        self._problems = sentences
        return new

    def add(self, folder: Path) -> None:
        """List a run that lies elsewhere, once it is read; GanStudioError where there is none."""
        from ganstudio.runs.run import Run  # here, so that the page is built at once

        self.elsewhere.append(Run.open(folder).folder)

    def remove(self, folder: Path) -> None:
        """List a run no more."""
        self._removed.add(folder)
        self.runs.pop(folder, None)
        self.changed.emit()

    def put_back(self, folder: Path) -> None:
        """List a run that was removed again, once it is read."""
        self._removed.discard(folder)

    def set_filter(self, words: str) -> None:
        """List the runs that hold these letters alone."""
        self.filter = words
        self.changed.emit()

    def set_order(self, order: str) -> None:
        """List the runs in one of `ORDERS`."""
        self.order = order
        self.changed.emit()

    def choose(self, folder: Path | None) -> None:
        """Choose a run, or none."""
        self.chosen = folder
        self.chosen_changed.emit()

    def show_list(self) -> None:
        """Show the runs."""
        self._show("list")

    def show_publish(self) -> None:
        """Show what a run becomes as a style."""
        self._show("publish")

    def compare(self, one: Path, other: Path) -> None:
        """Show two runs side by side."""
        self.compared = one, other
        self._show("compare")

    def _show(self, view: View) -> None:
        self.view = view
        self.view_changed.emit()
