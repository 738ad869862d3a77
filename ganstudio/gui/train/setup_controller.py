"""What a new training is to be: all that is chosen for it, what follows from that, and whether it can start. No widgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Protocol

from ganstudio.api.architecture import Architecture, RequiredNetwork
from ganstudio.api.options import fields, parse
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home, Settings
from ganstudio.gui.app.listeners import Listeners
from ganstudio.gui.app.translations import tr
from ganstudio.gui.train.examined_folder import ExaminedFolder
from ganstudio.gui.train.machine import Machine
from ganstudio.gui.train.request import Request
from ganstudio.gui.train.run_name import free_name
from ganstudio.plugins.catalog import Catalog

if TYPE_CHECKING:
    from ganstudio.train.recommend import Goal

USUAL_MINUTES = 20.0
_USUAL_ARCHITECTURE = "dcgan"


class Environment(Protocol):
    """What the controller asks of the window, anew at each use."""

    home: Home
    settings: Settings
    catalog: Catalog


@dataclass
class Choices:
    """What is typed and ticked, as it is; what does not suit the architecture does not count."""

    name: str = ""
    images: int = 0
    mirror: bool = False
    labels: bool = False
    aspect: float = 1.0
    ground: str = "white"
    photos: Path | None = None
    start: Path | None = None


class SetupController:
    """Holds the choices; `architecture_changed` tells that another architecture or other options of it are proposed,
    `state_changed` that a start may be allowed or not any more, or other pictures are meant."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self.choices = Choices()
        self.examined: ExaminedFolder | None = None
        self.machine = Machine()
        self.goal: Goal = "new"
        self.minutes = USUAL_MINUTES
        self.reason = ""  # why the architecture was proposed
        self.architecture_id: str | None = None
        self.size = 0
        self.need: RequiredNetwork | None = None
        self.proposed_name = ""
        self._invalid = ""  # what is wrong with an option
        self._preferred_size: int | None = None
        self._by_hand = False
        self._options: dict[str, dict[str, Any]] = {}
        self.architecture_changed = Listeners()
        self.state_changed = Listeners()

    @property
    def folder(self) -> Path | None:
        """The chosen folder, once it was looked through."""
        return self.examined.folder if self.examined else None

    @property
    def architecture(self) -> Architecture[Any] | None:
        """The chosen architecture; None where no plugin brings it (any more)."""
        return self._environment.catalog.architectures.get(self.architecture_id or "")

    @property
    def options(self) -> Mapping[str, Any]:
        """All options of the architecture by name, as they are set, else their defaults."""
        defaults = {field.name: field.default for field in fields(self.architecture.Options)} if self.architecture else {}
        return defaults | self._options.get(self.architecture_id or "", {})

    @property
    def makes_pictures(self) -> bool:
        """Whether it learns to make new pictures, not to change photos."""
        return self.architecture is not None and self.architecture.task == "generate"

    @property
    def takes_photos(self) -> bool:
        """Whether it learns on photos beside the pictures."""
        known = self.architecture
        return known is not None and known.task == "translate" and known.takes_photos

    @property
    def has_kinds(self) -> bool:
        """Whether the folder's sub-folders can be told apart."""
        return self.makes_pictures and self.examined is not None and bool(self.examined.kinds)

    @property
    def suggested_images(self) -> float:
        """How many pictures to see suit the architecture, else the machine."""
        known = self.architecture
        enough = known.default_images(known.Options()) if known else None
        return enough or self.machine.pixels / (self.size or 32) ** 2

    def problem(self) -> str:
        """Why no training can start, in a sentence; empty where one can."""
        if self.examined is None:
            return tr("Choose a folder of pictures first.")
        if self.architecture is None:
            return tr("No plugin has brought an architecture yet.")
        return need_sentence(self.need) if self.need is not None else self._invalid

    def request(self) -> Request:
        """What is to be trained; GanStudioError where something is missing."""
        if (problem := self.problem()) or self.examined is None or self.architecture_id is None:
            raise GanStudioError(problem)
        chosen, makes = self.choices, self.makes_pictures
        return Request(
            folder=self._environment.home.runs(self._environment.settings) / self._valid_name(),
            architecture=self.architecture_id,
            data=self.examined.folder,
            size=self.size,
            images=chosen.images,
            mirror=chosen.mirror,
            device=self._environment.settings.device,
            options=self.options,
            photos=chosen.photos if self.takes_photos else None,
            labels=chosen.labels and self.has_kinds,
            aspect=chosen.aspect if makes else 1.0,
            ground=chosen.ground,
            start=chosen.start if makes else None,
        )

    def take_folder(self, examined: ExaminedFolder) -> bool:
        """Pictures were looked through; whether they are others than before. A single one is to give a style."""
        first = examined.folder != self.folder
        self.examined = examined
        if first:
            self.propose_name()
            self.goal = "style" if len(examined.files) == 1 else "new" if self.goal == "style" else self.goal
        if first or examined.sides:
            self.propose()
        self.state_changed.emit()
        return first

    def propose_name(self) -> None:
        """Propose a name for the run that is still free."""
        if self.examined is not None:
            today = datetime.now(UTC).astimezone().date()
            runs = self._environment.home.runs(self._environment.settings)
            self.proposed_name = free_name(runs, self.examined.folder, today)

    def choose_goal(self, goal: "Goal", minutes: float) -> None:
        """Another goal, or another time that there is: what is trained is proposed anew, whatever was chosen by hand."""
        self.goal, self.minutes, self._by_hand = goal, minutes, False
        self.propose()

    def propose(self) -> None:
        """Choose what suits goal, pictures, machine and time; what was chosen by hand stays until the goal changes."""
        from ganstudio.train.recommend import recommend

        if self.examined is None or self._by_hand:
            return
        side = int(median(self.examined.sides)) if self.examined.sides else self.machine.side
        proposal = recommend(
            self.goal, self._environment.catalog, pictures=len(self.examined.files), side=side, device=self.machine.device,
            minutes=self.minutes,
        )  # fmt: skip
        self.reason = tr(proposal.why) if proposal else ""
        if proposal is None:
            self.state_changed.emit()
            return
        self._options[proposal.architecture] = dict(proposal.options)
        self._preferred_size = proposal.size
        self.choose_architecture(proposal.architecture)

    def choose_architecture(self, name: str | None) -> None:
        """Train this one."""
        self.architecture_id = name
        self._suit_architecture()

    def keep_architecture(self) -> None:
        """The architecture was chosen by hand: it stays when other pictures come."""
        self._by_hand, self.reason = True, ""
        self.state_changed.emit()

    def offer_architectures(self) -> None:
        """The catalog is another one: keep what was chosen where it is still there; the first one lets it be proposed."""
        known, before = self._environment.catalog.architectures, self.architecture_id
        wanted = before or _USUAL_ARCHITECTURE
        self.choose_architecture(wanted if wanted in known else next(iter(known), None))
        if before is None and known:
            self.propose()  # the pictures may have been there before the plugins

    def choose_size(self, size: int, *, by_hand: bool = False) -> None:
        """The side of the new pictures in pixels; chosen by hand, another architecture or device does not change it."""
        self.size = size
        if by_hand:
            self._preferred_size = size
        self.state_changed.emit()

    def set_options(self, values: Mapping[str, Any]) -> None:
        """The options of the architecture, all of them."""
        if self.architecture_id is not None:
            self._options[self.architecture_id] = dict(values)
        self.find_need()

    def learn_without(self, options: Mapping[str, Any]) -> None:
        """Choose the options with which it learns without the network."""
        self.set_options({**self.options, **options})
        self.architecture_changed.emit()

    def set_machine(self, machine: Machine) -> None:
        """Sizes and lengths are to suit this machine."""
        if machine != self.machine:
            self.machine = machine
            self._suit_architecture()

    def find_need(self) -> None:
        """Find out which network is missing for what is chosen."""
        from ganstudio.train.required_networks import missing_network

        known, self.need, self._invalid = self.architecture, None, ""
        try:
            if known is not None:
                self.need = missing_network(known, parse(known.Options, self.options, known.title))
        except GanStudioError as error:
            self._invalid = str(error)
        self.state_changed.emit()

    def _suit_architecture(self) -> None:
        if (known := self.architecture) is not None:
            least = self.machine.side if known.task == "generate" else 0
            good = max((size for size in known.sizes if size <= least), default=known.sizes[0])
            self.size = self._preferred_size if self._preferred_size in known.sizes else good
        self.architecture_changed.emit()
        self.find_need()

    def _valid_name(self) -> str:
        name = self.choices.name.strip() or self.proposed_name
        if Path(name).name != name or name in ("", ".", ".."):
            raise GanStudioError(tr("“{}” cannot be the name of a folder; choose another name.").format(name))
        return name


def need_sentence(need: RequiredNetwork) -> str:
    """Which network is missing."""
    words = tr("This learns by {}, a network that knows what is in pictures; it is not on this machine.")
    return words.format(need.network)
