"""Where the guided first training stands: which step, what has happened, how far a lesson was watched. No widgets."""

from ganstudio.core.events import Failed
from ganstudio.core.translation import tr
from ganstudio.gui.app.listeners import Listeners
from ganstudio.gui.guide.steps import STEPS, Moment, Step
from ganstudio.runs.history import RunHistory


class GuideController:
    """Goes through the steps; one can go on when a step's event has come. `changed`: look again; `entered`: another step;
    `begin_wanted`: the training is to begin; `left`: the guide was left."""

    def __init__(self, steps: tuple[Step, ...] = STEPS) -> None:
        self.steps = steps
        self.active = False
        self.number = 0
        self.history = RunHistory()
        self._steps_done: set[str] = set()
        self._lesson_progress: dict[str, int] = {}
        self._asked = False
        self.changed = Listeners()
        self.entered = Listeners()
        self.begin_wanted = Listeners()
        self.left = Listeners()

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self.number]

    @property
    def has_happened(self) -> bool:
        """Whether the event of the step has come; what has happened stays so."""
        return self.step.name in self._steps_done

    @property
    def may_go_on(self) -> bool:
        """Whether there is a next step that may be shown."""
        return self.active and self.has_happened and self.number + 1 < len(self.steps)

    @property
    def may_go_back(self) -> bool:
        """Whether there is a step before."""
        return self.active and self.number > 0

    @property
    def may_begin(self) -> bool:
        """Whether the training can be begun now: it was not asked for, or it failed."""
        return self.number == 0 and not self._asked

    @property
    def state_words(self) -> str:
        """What is waited for, or why it goes no further; empty once the event has come."""
        if isinstance(self.history.end_event, Failed) and not self.has_happened:
            return tr("The training failed; its message says why. Go back to the first step and begin again.")
        if self.has_happened:
            return ""
        return tr("The emoji are being read…") if self.number == 0 and self._asked else tr(self.step.waits_for)

    def start(self) -> None:
        """Begin the guide anew, at its first step."""
        self.active, self.number, self.history, self._asked = True, 0, RunHistory(), False
        self._steps_done.clear()
        self._lesson_progress.clear()
        self.entered.emit()
        self.changed.emit()

    def begin_training(self) -> None:
        """Ask for the training, once."""
        if self.may_begin:
            self._asked = True
            self.history = RunHistory()
            self._steps_done.clear()
            self.changed.emit()
            self.begin_wanted.emit()

    def refuse(self) -> None:
        """The training could not begin: it may be asked for again."""
        self._asked = False
        self.changed.emit()

    def update_history(self, history: RunHistory) -> None:
        """The training has gone on: see what has happened."""
        if self.active:
            self.history = history
            if isinstance(history.end_event, Failed):
                self._asked = False
            self._check_events()

    def record_lesson_progress(self, lesson: str, images: int) -> None:
        """A lesson was watched up to that many pictures seen."""
        self._lesson_progress[lesson] = max(images, self._lesson_progress.get(lesson, -1))
        self._check_events()

    def go_on(self) -> None:
        """Show the next step, if this one's event has come."""
        if self.may_go_on:
            self._enter(self.number + 1)

    def go_back(self) -> None:
        """Show the step before."""
        if self.may_go_back:
            self._enter(self.number - 1)

    def leave(self) -> None:
        """End the guide; what trains goes on."""
        if self.active:
            self.active = False
            self.left.emit()

    def _enter(self, number: int) -> None:
        self.number = number
        self.entered.emit()
        self._check_events()

    def _check_events(self) -> None:
        moment = Moment(self.history, self._lesson_progress)
        self._steps_done |= {
            step.name for step in self.steps if step.name not in self._steps_done and step.has_happened(moment)
        }
        self.changed.emit()
