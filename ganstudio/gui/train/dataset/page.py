"""The dataset page: what is wrong in a folder of pictures, its pictures, the chosen one, and a working copy of it all."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.background import Job, Source
from ganstudio.gui.studio import Studio
from ganstudio.gui.train.dataset.foot import Foot
from ganstudio.gui.train.dataset.history import History
from ganstudio.gui.train.dataset.inspector import Inspector
from ganstudio.gui.train.dataset.issues import Issues
from ganstudio.gui.train.dataset.looking import Ready, Small, look, small_images
from ganstudio.gui.train.dataset.thumbs import Thumbs
from ganstudio.gui.widgets.layout import button, label, panel, retint, tool
from ganstudio.gui.widgets.notice import Empty, Notice
from ganstudio.gui.words import tr

if TYPE_CHECKING:
    from ganstudio.events import Skipped
    from ganstudio.pictures.edits import Edits
    from ganstudio.pictures.facts import Facts
    from ganstudio.pictures.findings import Finding, Looked
    from ganstudio.pictures.workcopy import Copied, WorkCopy

_LARGE = 900


class DatasetPage(QWidget):
    """Stands alone: `show_folder` begins, `use_wanted` carries the folder of the finished working copy."""

    left = Signal()
    use_wanted = Signal(object)

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._folder = Path()
        self._size = 64
        self._ready: Ready | None = None
        self._history: History | None = None
        self._job: Job | None = None
        self._skipped: list[str] = []
        self._title = label("", "title", wrap=False)
        self._sentence = label("")
        self.fix = button(tr("Fix all of these"), "", self.fix_all, icon_name="check")
        self.issues, self.thumbs, self.inspector, self.foot = Issues(), Thumbs(studio), Inspector(), Foot()
        self.notice = Notice()
        self.empty = Empty(
            "pictures",
            tr("Which pictures?"),
            tr("Choose the folder a training is to learn from. What is wrong with its pictures is shown here."),
            (tr("Choose a folder…"), self.choose_folder),
        )
        self._middle = QStackedWidget()
        self._lay_out()
        self._wire()

    def show_folder(self, folder: Path, size: int) -> None:
        """Look through a folder for a training at `size` pixels, beside the window."""
        self._folder, self._size = folder.expanduser().absolute(), size
        self._ready = self._history = None
        self._title.setText(tr("Pictures in “{}”").format(self._folder.name))
        self._title.setToolTip(str(self._folder))
        self.notice.hide()
        self.issues.forget()
        self.thumbs.forget()
        self._middle.setCurrentIndex(0)
        self._show_edits()
        self.foot.work(tr("Looking…"), 0)
        self._begin(partial(look, self._folder, size, self._studio.home.data / "working copies"), self._looked)

    def choose_folder(self) -> None:
        """Ask for a folder."""
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder of pictures"), str(self._folder))
        if folder:
            self.show_folder(Path(folder), self._size)

    def edits(self) -> "Edits":
        """The edits as they are now."""
        assert self._history is not None
        return self._history.now

    def fix_all(self) -> None:
        """Mend the chosen finding in all of its pictures."""
        finding = self._finding()
        if finding is not None:
            self._do(self.edits().with_fix(finding, self.inspector.shape() or 1.0))

    def undo(self) -> None:
        """Take back the last change."""
        self._go(self._history and self._history.undone())

    def redo(self) -> None:
        """Do again what was taken back."""
        self._go(self._history and self._history.redone())

    def make(self) -> None:
        """Make the working copy beside the window, and offer it when it is done."""
        from ganstudio.pictures.workcopy import make

        if self._ready is None or self.busy():
            return
        self.notice.hide()
        self._skipped = []
        self._allow(False)
        self.foot.work(tr("Making the working copy…"), 0)
        self._begin(partial(make, self.edits(), self._ready.place), self._made)

    def stop(self) -> None:
        """Stop what runs; what is done is kept."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            again = self.make if self._ready else lambda: self.show_folder(self._folder, self._size)
            self.notice.show_words(tr("Stopped."), actions=((tr("Go on"), again),))
            self._rest()

    def busy(self) -> bool:
        """Whether something runs."""
        return self._job is not None

    def _begin(self, source: Callable[..., Any], happened: Callable[[Any], object]) -> None:
        if self._job is not None:
            self._job.cancel()
        begun: Source = source
        self._job = self._studio.compute.submit(begun, key="dataset", happened=happened, failed=self._fail)

    def _looked(self, seen: "Looked | Ready") -> None:
        if not isinstance(seen, Ready):
            words = tr("Looking at the pictures: {:,} of {:,}").format(seen.done, seen.total)
            self.foot.work(words, seen.done / seen.total)
            return
        self._job = None
        self._ready, self._history = seen, History(seen.edits)
        self._middle.setCurrentIndex(1)
        self.issues.show_findings(seen.findings)
        self._show_edits()
        self._rest()

    def _made(self, event: "Copied | Skipped | WorkCopy") -> None:
        from ganstudio.events import Skipped
        from ganstudio.pictures.workcopy import Copied

        if isinstance(event, Skipped):
            self._skipped.append(event.reason)
        elif isinstance(event, Copied):
            self.foot.work(tr("Working copy: {:,} of {:,}").format(event.done, event.total), event.done / event.total)
        else:
            self._finish(event)

    def _finish(self, copy: "WorkCopy") -> None:
        self._job = None
        self._rest()
        self._studio.say(tr("Working copy ✓"), "good")
        words = tr("The working copy has {:,} pictures. The originals are as they were.").format(copy.pictures)
        if self._skipped:
            words += " " + tr("{:,} could not be read and are missing.").format(len(self._skipped))
        self.notice.show_words(words, details="\n".join(self._skipped))
        self.use_wanted.emit(copy.folder)

    def _fail(self, sentence: str, details: str) -> None:
        self._job = None
        again = self.make if self._ready else lambda: self.show_folder(self._folder, self._size)
        self.notice.show_words(sentence, tone="error", details=details, actions=((tr("Try again"), again),))
        self._rest()

    def _rest(self) -> None:
        """Nothing runs: say how many pictures are kept."""
        self._allow(True)
        if self._ready is None or self._history is None:
            self.foot.rest("", ready=False)
            return
        edits = [self._history.now.of(each.file) for each in self._ready.findings.readable]
        kept = sum(edit.kept for edit in edits)
        words = tr("{:,} pictures are kept, {:,} left out").format(kept, len(self._ready.findings.facts) - kept)
        self.foot.rest(words, ready=kept > 0)

    def _allow(self, on: bool) -> None:
        for widget in (self.inspector, self.fix):
            widget.setEnabled(on)
        if on:
            self._say_finding()

    def _finding(self) -> "Finding | None":
        name = self.issues.name()
        return next((each for each in self._ready.findings.found if each.name == name), None) if self._ready else None

    def _pictures(self) -> "list[Facts]":
        """Those of the chosen finding, in its order; all where it is about no single ones."""
        if self._ready is None:
            return []
        finding = self._finding()
        if finding is None or not finding.files:
            return list(self._ready.findings.facts)
        by_file = {each.file: each for each in self._ready.findings.facts}
        return [by_file[file] for file in finding.files]

    def _do(self, edits: "Edits") -> None:
        self._go(self._history and self._history.did(edits))

    def _go(self, history: History | None) -> None:
        if history is not None and history is not self._history and not self.busy():
            self._history = history
            self._show_edits()
            self._rest()

    def _show_edits(self) -> None:
        """Show the state of the edits everywhere."""
        history = self._history
        self.inspector.show_ways(back=bool(history and history.before), forth=bool(history and history.after))
        self._say_finding()
        if history is not None:
            self.thumbs.show_pictures(self._pictures(), history.now)
        self._inspect()

    def _say_finding(self) -> None:
        finding = self._finding()
        self.fix.setEnabled(finding is not None and self.edits().with_fix(finding) != self.edits())
        self.fix.setVisible(finding is not None and bool(finding.files))
        if finding is not None:
            self._sentence.setText(finding.sentence)
            self.fix.setToolTip(tr(_FIXES[finding.fix]))
        elif self._ready is not None:
            sound = tr("Nothing is wrong with these pictures.")
            self._sentence.setText(tr("Every picture of the folder.") if self._ready.findings.found else sound)
        else:
            self._sentence.clear()

    def _inspect(self) -> None:
        """Show the chosen picture and its edit."""
        facts = self.thumbs.picture_chosen()
        self.inspector.show_picture(facts, self.edits().of(facts.file) if facts else None)

    def _chosen(self) -> None:
        """Another picture is chosen: fetch it larger."""
        facts = self.thumbs.picture_chosen()
        self._inspect()
        self.inspector.show_image(QImage())
        if facts is not None and not facts.reason:
            self._studio.files.submit(
                partial(small_images, [facts.file], _LARGE), key="dataset picture", urgency=0, happened=self._show_image
            )

    def _show_image(self, small: Small) -> None:
        facts = self.thumbs.picture_chosen()
        if facts is not None and facts.file == small.file:
            self.inspector.show_image(small.image)

    def _file(self) -> Path | None:
        facts = self.thumbs.picture_chosen()
        return facts.file if facts else None

    def _focus(self, focus: tuple[float, float]) -> None:
        if (file := self._file()) is not None:
            self._do(self.edits().with_aspect([file], self.edits().of(file).aspect or 1.0).with_focus(file, focus))

    def _aspect(self, aspect: float | None) -> None:
        if (file := self._file()) is not None:
            self._do(self.edits().with_aspect([file], aspect))

    def _aspect_for_all(self, aspect: float | None) -> None:
        if self._ready is not None:
            self._do(self.edits().with_aspect([each.file for each in self._ready.findings.readable], aspect))

    def _leave_out(self, left_out: bool | None = None) -> None:
        if (file := self._file()) is not None:
            out = self.edits().of(file).kept if left_out is None else left_out
            self._do(self.edits().with_left_out([file], left_out=out))

    def _wear_theme(self) -> None:
        retint(self)
        if self._ready is not None:
            name = self.issues.name()
            self.issues.show_findings(self._ready.findings)
            self.issues.choose(name)
        self.thumbs.viewport().update()

    def _wire(self) -> None:
        self.issues.chosen.connect(lambda _name: self._show_edits())
        self.thumbs.chosen.connect(lambda _key: self._chosen())
        self.inspector.focused.connect(self._focus)
        self.inspector.aspect_wanted.connect(self._aspect)
        self.inspector.aspect_wanted_for_all.connect(self._aspect_for_all)
        self.inspector.left_out_wanted.connect(self._leave_out)
        self.inspector.undo_wanted.connect(self.undo)
        self.inspector.redo_wanted.connect(self.redo)
        self.foot.make_wanted.connect(self.make)
        self.foot.stop_wanted.connect(self.stop)
        self._studio.settings_changed.connect(self._wear_theme)
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.redo), ("Delete", self._leave_out)):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 10, 16, 6)
        head.setSpacing(8)
        head.addWidget(tool("back", tr("Back to the training"), self.left.emit))
        head.addWidget(self._title, 1)
        head.addWidget(button(tr("Choose a folder…"), tr("Look at other pictures"), self.choose_folder, icon_name="open"))
        for widget in (self.empty, self._found()):
            self._middle.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.notice)
        whole.addWidget(self._middle, 1)
        whole.addWidget(self.foot)
        self.notice.setStyleSheet("#card { margin: 0 12px 8px 12px; }")

    def _found(self) -> QWidget:
        """What was found, the pictures, the chosen one, side by side."""
        left, column = panel("left", 216)
        column.setContentsMargins(8, 8, 0, 8)
        column.addWidget(self.issues)
        self._sentence.setMinimumHeight(36)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(12)
        head.addWidget(self._sentence, 1)
        head.addWidget(self.fix)
        inside = QHBoxLayout()
        inside.setContentsMargins(10, 0, 0, 0)
        inside.addWidget(self.thumbs)
        middle = QWidget()
        middle.setObjectName("canvas")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addLayout(inside, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        for widget in (left, middle, self.inspector):
            split.addWidget(widget)
        split.setStretchFactor(1, 1)
        split.setSizes([216, 600, 296])
        split.setChildrenCollapsible(False)
        return split


_FIXES = {
    "leave out": "Leave these out of the working copy; of the same pictures one is kept",
    "crop": "Crop these to the shape that is chosen on the right, else to a square",
    "convert": "Nothing to do: every working copy puts this right by itself",
    "": "This is for you to judge",
}
