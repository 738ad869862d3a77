"""What is watched of a training: its samples over time, and under them its losses; slider and cursor are one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from ganstudio.gui.studio import Studio
from ganstudio.gui.train.gallery import Gallery
from ganstudio.gui.train.losses import Losses
from ganstudio.gui.train.model import Story
from ganstudio.runs.run import Run


class Watch(QSplitter):
    """The gallery and the losses of one run."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.gallery = Gallery(studio)
        self.losses = Losses()
        for number, (widget, share) in enumerate(((self.gallery, 5), (self.losses, 3))):
            self.addWidget(widget)
            self.setStretchFactor(number, share)
        self.setSizes([500, 300])
        self.setChildrenCollapsible(False)
        self.gallery.moment_changed.connect(self.losses.show_moment)
        self.losses.moment_dragged.connect(self.gallery.show_moment)

    def forget(self) -> None:
        """Another training comes."""
        self.gallery.forget()
        self.losses.show_story(Story())

    def show_story(self, run: Run | None, story: Story) -> None:
        """Show how far it is."""
        self.losses.show_story(story)
        if run is not None:
            self.gallery.show_samples(run.folder, run.spec.size, story.samples)
