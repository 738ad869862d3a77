"""What is watched of a training: its samples over time, and under them its plots; slider and cursor are one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from ganstudio.core.events import Sampled
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.train.plots import Plots
from ganstudio.gui.train.sample_gallery import SampleGallery
from ganstudio.runs.history import RunHistory
from ganstudio.runs.run import Run

_SHARES = (500, 300)


class WatchPanel(QSplitter):
    """The gallery and the plots of one run."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.gallery = SampleGallery(context)
        self.plots = Plots()
        self._requested: Sampled | None = None
        for number, (widget, share) in enumerate(((self.gallery, 5), (self.plots, 3))):
            self.addWidget(widget)
            self.setStretchFactor(number, share)
        self.setSizes(_SHARES)
        self.setChildrenCollapsible(False)
        self.gallery.moment_changed.connect(self.plots.show_moment)
        self.plots.fold.toggled.connect(lambda on: None if on else self.setSizes(_SHARES))
        self.plots.moment_dragged.connect(self.gallery.show_moment)

    def clear(self) -> None:
        """Another training comes."""
        self.gallery.clear()
        self.plots.show_history(RunHistory())

    def show_history(self, run: Run | None, history: RunHistory) -> None:
        """Show how far it is."""
        self.plots.show_history(history)
        if run is not None:
            self.gallery.show_samples(run.folder, run.spec.size, history.samples)
        if history.requested_sample is not None and history.requested_sample != self._requested:
            self._requested = history.requested_sample
            self.gallery.show_requested_sample(history.requested_sample)
