"""The findings of a folder, its pictures, the chosen one, and the edits, which can be undone."""

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.small_images import SmallImage, small_images
from ganstudio.gui.app.translations import tr
from ganstudio.gui.train.dataset.inspector import Inspector
from ganstudio.gui.train.dataset.issue_list import IssueList
from ganstudio.gui.train.dataset.thumbnails import ThumbnailView
from ganstudio.gui.train.dataset.undo import UndoHistory
from ganstudio.gui.widgets.layout import button, label, panel

if TYPE_CHECKING:
    from ganstudio.images.dataset.edits import Edits
    from ganstudio.images.dataset.report import DatasetReport, Finding
    from ganstudio.images.image_info import ImageInfo

_LARGE = 900
_FIXES = {
    "leave out": "Leave these out of the working copy; of the same pictures one is kept",
    "crop": "Crop these to the shape that is chosen on the right, else to a square",
    "brighten": "Brighten these in the working copy",
    "convert": "Nothing to do: every working copy puts this right by itself",
    "": "This is for you to judge",
}


class Workspace(QWidget):
    """Holds the findings of one folder and the history of its edits; `changed` tells of each new state."""

    changed = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.findings: DatasetReport | None = None
        self.history: UndoHistory | None = None
        self._sentence = label("")
        self.fix = button(
            tr("Fix all of these"),
            tr("Mend all pictures of this finding, in the working copy"),
            self.fix_all,
            icon_name="check",
        )
        self.issues, self.thumbs, self.inspector = IssueList(), ThumbnailView(context), Inspector()
        self._lay_out()
        self._wire()

    def show_findings(self, findings: "DatasetReport", edits: "Edits") -> None:
        """Begin with what was found, and the edits so far."""
        self.findings, self.history = findings, UndoHistory(edits)
        self.issues.show_findings(findings)
        self._show()

    def clear_findings(self) -> None:
        """Show nothing."""
        self.findings = self.history = None
        self.issues.clear_findings()
        self.thumbs.clear_pictures()
        self._show()

    def edits(self) -> "Edits":
        """The edits as they are now."""
        assert self.history is not None
        return self.history.now

    def count_kept(self) -> int:
        """How many pictures a working copy would have."""
        return sum(self.edits().of(each.file).kept for each in self.findings.readable) if self.findings else 0

    def fix_all(self) -> None:
        """Fix the chosen finding in all of its pictures."""
        if (finding := self._finding()) is not None:
            self._apply(self._fix_edits(finding))

    def undo(self) -> None:
        """Take back the last change."""
        self._restore(self.history and self.history.undo())

    def redo(self) -> None:
        """Do again what was taken back."""
        self._restore(self.history and self.history.redo())

    def apply_theme(self) -> None:
        """Draw the list and the cards in the colours of the theme that is worn now."""
        if self.findings is not None:
            name = self.issues.name()
            self.issues.show_findings(self.findings)
            self.issues.choose(name)
        self.thumbs.viewport().update()

    def _finding(self) -> "Finding | None":
        name = self.issues.name()
        return next((each for each in self.findings.findings if each.name == name), None) if self.findings else None

    def _fix_edits(self, finding: "Finding") -> "Edits":
        return self.edits().with_fix(finding, self.inspector.shape() or 1.0)

    def _pictures(self) -> "tuple[ImageInfo, ...]":
        """Those of the chosen finding, in its order; all where it is about no single ones."""
        if self.findings is None:
            return ()
        finding = self._finding()
        if finding is None or not finding.files:
            return self.findings.images
        by_file = {each.file: each for each in self.findings.images}
        return tuple(by_file[file] for file in finding.files)

    def _apply(self, edits: "Edits") -> None:
        self._restore(self.history and self.history.push(edits))

    def _restore(self, history: UndoHistory | None) -> None:
        if history is not None and history is not self.history and self.isEnabled():
            self.history = history
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        """Show the state of the edits everywhere."""
        history = self.history
        self.inspector.show_ways(back=bool(history and history.before), forth=bool(history and history.after))
        if history is not None:
            self.thumbs.show_pictures(self._pictures(), history.now)
        self._inspect()
        self._show_finding()

    def _show_finding(self) -> None:
        finding = self._finding()
        self.fix.setEnabled(finding is not None and self._fix_edits(finding) != self.edits())
        self.fix.setVisible(finding is not None and bool(finding.files))
        if finding is not None:
            self._sentence.setText(finding.sentence)
            self.fix.setToolTip(tr(_FIXES[finding.fix]))
        else:
            sound = self.findings is not None and not self.findings.findings
            every = tr("Every picture of the folder.")
            self._sentence.setText(tr("Nothing is wrong with these pictures.") if sound else every)

    def _inspect(self) -> None:
        """Show the chosen picture and its edit."""
        facts = self.thumbs.picture_chosen()
        self.inspector.show_picture(facts, self.edits().of(facts.file) if facts else None)

    def _show_chosen(self) -> None:
        """Another picture is chosen: fetch it larger."""
        facts = self.thumbs.picture_chosen()
        self._inspect()
        self.inspector.show_image(QImage())
        if facts is not None and not facts.reason:
            self._context.files.submit(
                partial(small_images, [facts.file], _LARGE), key="dataset picture", priority=0, on_item=self._show_image
            )

    def _show_image(self, small: SmallImage) -> None:
        if small.file == self._file():
            self.inspector.show_image(small.image)

    def _file(self) -> Path | None:
        facts = self.thumbs.picture_chosen()
        return facts.file if facts else None

    def _focus(self, focus: tuple[float, float]) -> None:
        if (file := self._file()) is not None:
            self._apply(self.edits().with_aspect([file], self.edits().of(file).aspect or 1.0).with_focus(file, focus))

    def _aspect(self, aspect: float | None) -> None:
        if (file := self._file()) is not None:
            self._apply(self.edits().with_aspect([file], aspect))

    def _aspect_for_all(self, aspect: float | None) -> None:
        if self.findings is not None:
            self._apply(self.edits().with_aspect([each.file for each in self.findings.readable], aspect))

    def _leave_out(self) -> None:
        """Leave the chosen picture out, or take it in again."""
        if (file := self._file()) is not None:
            self._apply(self.edits().with_left_out([file], left_out=self.edits().of(file).kept))

    def _wire(self) -> None:
        self.issues.chosen.connect(lambda _name: self._show())
        self.thumbs.chosen.connect(lambda _key: self._show_chosen())
        self.inspector.focused.connect(self._focus)
        self.inspector.aspect_wanted.connect(self._aspect)
        self.inspector.aspect_wanted_for_all.connect(self._aspect_for_all)
        self.inspector.leave_out_wanted.connect(self._leave_out)
        self.inspector.undo_wanted.connect(self.undo)
        self.inspector.redo_wanted.connect(self.redo)
        bind("train.undo", self, self.undo)
        bind("train.redo", self, self.redo)
        bind("train.leave_out", self, self._leave_out)

    def _lay_out(self) -> None:
        left, column = panel("left", 240)
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
        split.setSizes([240, 600, 296])
        split.setChildrenCollapsible(False)
        order = (self.issues, self.fix, self.thumbs, *self.inspector.order())
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
