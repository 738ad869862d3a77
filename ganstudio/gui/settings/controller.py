"""Which settings the page shows, in which groups, and what happens when one is changed. No widgets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ganstudio.core.settings import Home, Settings
from ganstudio.gui.app.translations import tr


@dataclass(frozen=True)
class Choice:
    """A setting that is one of a few values, each with its word."""

    name: str
    title: str
    help: str
    words: Mapping[Any, str]


@dataclass(frozen=True)
class Folder:
    """A setting that is a folder."""

    name: str
    title: str
    help: str


@dataclass(frozen=True)
class Fact:
    """A path that is shown and cannot be changed here."""

    name: str
    title: str
    help: str
    text: str


@dataclass(frozen=True)
class Act:
    """Something that can be done: the words of its button, and its tooltip."""

    name: str
    title: str
    help: str
    words: str
    tip: str
    run: Callable[[], object]


@dataclass(frozen=True)
class NetworkFile:
    """The file of the perceptual network."""


Row = Choice | Folder | Fact | Act | NetworkFile


class Environment(Protocol):
    """What the controller asks of the window."""

    home: Home
    settings: Settings

    def change(self, **changes: object) -> bool:
        """Change settings and keep them; whether they are kept."""

    def post_message(self, words: str, tone: str = "") -> None:
        """A short line in the status bar."""


class SettingsController:
    """Holds the rows; the values are those of the settings, at each moment."""

    def __init__(
        self,
        environment: Environment,
        languages: Mapping[str, str],
        copy_report: Callable[[], object],
        open_log: Callable[[], object],
    ) -> None:
        self._environment = environment
        self._languages, self._copy_report, self._open_log = languages, copy_report, open_log

    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows under their titles, from top to bottom."""
        return [
            (tr("Window"), self._window()),
            (tr("Computing"), _list_devices()),
            (tr("Results"), _results()),
            (tr("Networks of others"), [NetworkFile()]),
            (tr("Folders"), self._folders()),
            (tr("When something goes wrong"), self._help()),
        ]

    def value(self, name: str) -> Any:
        """What a setting is now; of a folder the one that is used, also where none was chosen."""
        folders = {"runs": self._environment.home.runs, "results": self._environment.home.results}
        if name in folders:
            return str(folders[name](self._environment.settings))
        return getattr(self._environment.settings, name)

    def change(self, name: str, value: object) -> bool:
        """Let a setting be another one, and say so; whether it was kept. Where it was not, the window says why."""
        kept = self._environment.change(**{name: value})
        if kept:
            self._environment.post_message(tr("Saved ✓"), "good")
        return kept

    def _window(self) -> list[Row]:
        themes = {"dark": tr("Dark"), "light": tr("Light"), "system": tr("As the system")}
        language = tr("Of the window and the command line. Default: as the system.")
        return [
            Choice("theme", tr("Theme"), tr("Colours of the window. Default: dark."), themes),
            Choice("language", tr("Language"), language, {"": tr("As the system"), **self._languages}),
        ]

    def _folders(self) -> list[Row]:
        home = self._environment.home
        plugins = tr("Plugins that you put here are listed on the Plugins page.")
        return [
            Folder("runs", tr("Trainings"), tr("New trainings are kept here.")),
            Folder("results", tr("Pictures"), tr("Save dialogs begin here.")),
            Fact("plugins", tr("Drop-in plugins"), plugins, str(home.plugins)),
            Fact("file", tr("Settings file"), tr("All of this as text."), str(home.settings_file)),
        ]

    def _help(self) -> list[Row]:
        report = tr("Versions, devices and the last errors, without your folders.")
        log = tr("What went wrong, as text; nothing of it is sent anywhere.")
        folder = str(self._environment.home.logs)
        return [
            Act(
                "report", tr("Report"), report, tr("Copy a report"), tr("To paste where you ask for help"), self._copy_report
            ),
            Act("log", tr("Log"), log, tr("Open the log’s folder"), folder, self._open_log),
        ]


def _list_devices() -> list[Row]:
    devices = {
        "auto": tr("Automatic"),
        "cpu": tr("Processor"),
        "cuda": tr("NVIDIA graphics card"),
        "mps": tr("Apple graphics"),
    }
    places = {"here": tr("In the window"), "apart": tr("In a process of its own")}
    device = tr("Where pictures are computed. Automatic takes the fastest that there is.")
    training = tr("A process of its own begins later, and lives on if the window fails.")
    return [
        Choice("device", tr("Device"), device, devices),
        Choice("training", tr("Training"), training, places),
    ]


def _results() -> list[Row]:
    recipes = tr("The look of a result is in it, to be had again; no folder is named.")
    return [
        Choice("recipes", tr("Recipes"), recipes, {True: tr("In each result"), False: tr("In none")}),
        Choice(
            "gps", tr("Place"), tr("Where a photograph was taken."), {True: tr("Kept in the result"), False: tr("Left out")}
        ),
    ]
