"""The guided first training on the Train page: it trains on the sample emoji, and points at the page's parts."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ganstudio.core.translation import tr
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.message import Message
from ganstudio.gui.guide.card import GuideCard
from ganstudio.gui.guide.controller import GuideController
from ganstudio.gui.guide.jobs import draw_pair
from ganstudio.gui.guide.pointer import Pointer
from ganstudio.gui.guide.steps import Target
from ganstudio.gui.train import jobs as folders
from ganstudio.gui.train.controller import TrainController
from ganstudio.gui.train.request import Request
from ganstudio.gui.train.run_name import free_name
from ganstudio.gui.train.state_panel import StatePanel
from ganstudio.gui.train.summary_panel import SummaryPanel
from ganstudio.gui.train.training_session import TrainingSession
from ganstudio.gui.train.watch_panel import WatchPanel

IMAGES = 40_000  # pictures to see: some two minutes of one core
SIZE = 32
OPTIONS = {"width": 32, "objective": "relativistic", "generator_rate": 1e-3, "discriminator_rate": 1e-3}


class GuidedTraining(QObject):
    """Binds the guide to the page: what its steps point at, and the training that they wait for."""

    def __init__(
        self, context: AppContext, page: QWidget, session: TrainingSession, trainer: TrainController, *, watch: WatchPanel,
        state: StatePanel, summary: SummaryPanel,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._context, self._page, self._session, self._trainer = context, page, session, trainer
        self._watch, self._state, self._summary = watch, state, summary
        self.controller = GuideController()
        self.card = GuideCard(self.controller)
        self.pointer = Pointer(page)
        self._run_name = ""
        self._paired = -1  # pictures seen at the sheet whose pair is shown
        self.controller.begin_wanted.connect(self._begin)
        self.controller.entered.connect(self._point)
        self.controller.left.connect(self._leave)
        session.changed.connect(self._take)

    def start(self) -> None:
        """Show the guide at its first step; what trains now is not stopped, and is said to be in the way."""
        if self._trainer.may_train():
            self._run_name, self._paired = "", -1
            self.controller.start()
            self.card.begin.setFocus()

    def _begin(self) -> None:
        source = partial(folders.unpack_sample, self._context.home.data)
        self._context.files.submit(source, key="sample", on_item=self._train, failed=self._refuse)

    def _train(self, data: Path) -> None:
        request = self._request(data)
        if self._trainer.train(request):
            self._run_name = request.folder.name
        else:
            self.controller.refuse()

    def _request(self, data: Path) -> Request:
        runs = self._context.home.runs(self._context.settings)
        today = datetime.now(UTC).astimezone().date()
        return Request(
            folder=runs / free_name(runs, Path(tr("First training")), today),
            architecture="dcgan", data=data, size=SIZE, images=IMAGES, mirror=True,
            device=self._context.settings.device, options=OPTIONS,
        )  # fmt: skip

    def _refuse(self, sentence: str, details: str) -> None:
        self.controller.refuse()
        self._trainer.setup_message_changed.emit(Message(sentence, "error", details))

    def _take(self) -> None:
        """The session goes on: it counts where it is the guide's own training, or could not become one."""
        run = self._session.run
        if self.controller.active and self._run_name and (run is None or run.folder.name == self._run_name):
            self.controller.update_history(self._session.history)
            self._draw_pair()

    def _draw_pair(self) -> None:
        session = self._session
        samples = session.history.samples
        if self.controller.step.picture != "pair" or session.run is None or not samples:
            return
        if samples[-1].images != self._paired:
            self._paired = samples[-1].images
            sheet = session.run.folder / samples[-1].path
            source = partial(draw_pair, Path(session.run.spec.data), sheet, session.run.spec.size)
            self._context.files.submit(source, key="pair", priority=1, on_item=self.card.show_pair)

    def _point(self) -> None:
        step, gallery, plots, row = self.controller.step, self._watch.gallery, self._watch.plots, self._state.row
        if step.target == "first samples":
            gallery.slider.setValue(0)
        elif step.target and not gallery.following:
            gallery.slider.setValue(gallery.slider.maximum())
        if step.target == "losses":
            plots.show_plot(plots.losses)
        places: dict[Target, tuple[QWidget, ...]] = {
            "": (), "samples": (gallery,), "first samples": (gallery,), "losses": (plots,),
            "critic": row("win rate"), "diversity": row("diversity"), "resolution": row("stage"),
            "go on": (self._summary.go_on,),
        }  # fmt: skip
        self.pointer.point_at(*places[step.target])
        self._draw_pair()

    def _leave(self) -> None:
        self.pointer.point_at()
        self.card.hide()
        self._page.setFocus()
