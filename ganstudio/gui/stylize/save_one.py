"""How the picture is to be saved: where, under which name, in which format; kept for the next time."""

import os
from functools import partial
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import size_of_file, tr
from ganstudio.gui.stylize import file_size
from ganstudio.gui.stylize.format_rows import FormatRows, describe_losses, explain_refusal
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.dialog import Dialog
from ganstudio.gui.widgets.layout import button, label

if TYPE_CHECKING:
    from ganstudio.images.picture import Picture
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.look import Look

_SIZE = "size"
_PAUSE = 200


class SaveOne(Dialog):
    """Asks how a picture is saved in a look; `path` and `rows.saving` are the answer once it is accepted."""

    def __init__(
        self, context: AppContext, picture: "Picture", look: "Look", first: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Save picture"))
        self.setMinimumWidth(560)
        self._context, self._picture, self._look = context, picture, look
        self._sample: Picture | None = None
        self._size = _painted_size(picture, look, context.catalog)
        self.folder = QLineEdit(str(first.parent))
        self.name = QLineEdit(first.stem)
        self.rows = FormatRows(context)
        self.existing_note = label("", "secondary")
        self.existing = ComboBox()
        self.format_note = label("", "secondary")
        self.size_note = label("…", "secondary")
        self.save_button = button(tr("Save"), tr("Render every pixel, and write the file whole or not at all"), self.accept,
                         icon_name="save", name="primary")  # fmt: skip
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._lay_out()
        self._pause.timeout.connect(self._estimate_size)
        self.rows.changed.connect(self._check)
        self.rows.changed.connect(self._take_change)
        self.existing.activated.connect(self._check)
        for line in (self.name, self.folder):
            line.textChanged.connect(self._check)
        self.name.editingFinished.connect(self._take_suffix)
        self.finished.connect(self._forget)
        self._check()
        self.name.setFocus()
        self.name.selectAll()
        source = partial(file_size.strip, picture, look, context.catalog, context.settings.device)
        context.compute.submit(source, key=_SIZE, priority=3, on_item=self._take_sample, failed=self._hide_size)

    @property
    def target(self) -> Path:
        """The file that is named."""
        return Path(self.folder.text()).expanduser() / f"{self.name.text().strip()}{self.rows.suffix}"

    @property
    def path(self) -> Path:
        """Where it is written: the file that is named, or one beside it where that is taken; never the source."""
        from ganstudio.stylize.output_names import Naming

        replaced = self.existing.currentData() == "overwrite"
        path = Naming(existing="overwrite" if replaced else "number").target(
            self.target, self._picture.source or self.target
        )
        assert path is not None
        return path

    def _check(self) -> None:
        """Say what stands in the way, what the format cannot keep, and what happens where the name is taken."""
        problem = self._problem()
        self.format_note.setObjectName("error" if problem else "secondary")
        self.format_note.style().polish(self.format_note)
        self.format_note.setText(problem or describe_losses(self._picture, self.rows.suffix, self.rows.options))
        self.save_button.setEnabled(not problem)
        self.rows.output.show_figures(self._size, self._picture.dpi[0] if self._picture.dpi else 0)
        self._ask_for_existing(there=not problem and self.target.exists())

    def _take_change(self) -> None:
        self.size_note.setText("…")
        self._pause.start()

    def _ask_for_existing(self, *, there: bool) -> None:
        from ganstudio.stylize.output_names import same_file

        own = there and self._picture.source is not None and same_file(self.target, self._picture.source)
        words = tr("That is your picture itself: it is never written over.") if own else tr("There is one of that name.")
        self.existing_note.setText(words if there else "")
        self.existing.setVisible(there)
        self.existing.setEnabled(not own)
        if not there or own:
            self.existing.setCurrentIndex(0)
        number = tr("Give the new one a number")
        self.existing.setItemText(0, tr("Save as {}").format(self.path.name) if there else number)

    def _problem(self) -> str:
        """Why it cannot be saved so; empty where it can."""
        from ganstudio.stylize.output_names import LONGEST

        name, folder = self.name.text().strip(), Path(self.folder.text()).expanduser()
        if not name.strip(" .") or Path(name).name != name:
            return tr("Write a name without a folder in it; the folder stands above.")
        if len(os.fsencode(self.target.name)) > LONGEST:
            return tr("This name is too long; write a shorter one.")
        ground = next((each for each in (folder, *folder.parents) if os.path.exists(each)), Path())  # noqa: PTH110
        if not folder.is_absolute() or not ground.is_dir() or not os.access(ground, os.W_OK):
            return tr("Nothing can be written to {}; choose another folder.").format(folder)
        if self.target.is_dir():
            return tr("{} is a folder; write another name.").format(self.target.name)
        return explain_refusal(self.rows.output.output.size(*self._size), self.rows.suffix)

    def _take_suffix(self) -> None:
        """A suffix that was written with the name chooses the format."""
        name = Path(self.name.text().strip())
        row = self.rows.format.findData({".jpeg": ".jpg", ".tiff": ".tif"}.get(name.suffix.lower(), name.suffix.lower()))
        if name.suffix and row >= 0:
            self.name.setText(name.stem)
            self.rows.format.setCurrentIndex(row)

    def _take_sample(self, sample: "Picture") -> None:
        self._sample = sample
        self._estimate_size()

    def _estimate_size(self) -> None:
        if self._sample is not None:
            source = partial(
                file_size.estimate_size, self._sample, self._picture, self._size, self.rows.suffix, self.rows.saving
            )
            self._context.files.submit(source, key=_SIZE, priority=1, on_item=self._show_size, failed=self._hide_size)

    def _show_size(self, size: int) -> None:
        self.size_note.setText(tr("about {}").format(size_of_file(size)))

    def _hide_size(self, _sentence: str, _details: str) -> None:
        self.size_note.setText(tr("not known before it is written"))

    def _forget(self) -> None:
        for lane in (self._context.compute, self._context.files):
            lane.cancel(_SIZE)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _lay_out(self) -> None:
        self.existing.addItem(tr("Give the new one a number"), "number")
        self.existing.addItem(tr("Replace it"), "overwrite")
        room = self.existing.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # nothing moves when it comes
        self.existing.setSizePolicy(room)
        change = button(tr("Change…"), tr("Choose another folder"), self._choose_folder)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow(tr("Folder"), _side_by_side(self.folder, change))
        form.addRow(tr("Name"), _side_by_side(self.name, self.rows.format))
        form.addRow("", _side_by_side(self.existing_note, self.existing))
        self.rows.add_to(form)
        self.format_note.setMinimumHeight(32)  # reserved, so that nothing moves when a format has something to say
        self.format_note.setAlignment(Qt.AlignmentFlag.AlignTop)
        form.addRow("", self.format_note)
        self.rows.add_switches(form)
        form.addRow(tr("Size"), _side_by_side(self.rows.output.figures, self.size_note))
        for line, words in (
            (self.folder, tr("Folder")),
            (self.name, tr("Name")),
            (self.existing, tr("If the name is taken")),
        ):
            line.setAccessibleName(words)
            line.setToolTip(words)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(tr("Cancel"), tr("Save nothing"), self.reject))
        foot.addWidget(self.save_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addLayout(form)
        whole.addSpacing(8)
        whole.addLayout(foot)


def _side_by_side(wide: QWidget, beside: QWidget) -> QHBoxLayout:
    """Two widgets in a line; the first one takes the room."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(wide, 1)
    row.addWidget(beside)
    return row


def _painted_size(picture: "Picture", look: "Look", catalog: "Catalog") -> tuple[int, int]:
    """Width and height of the picture in a look: turned, cropped and enlarged."""
    from ganstudio.stylize.adjustments.geometry import result_size

    scale = prod(catalog.style(layer.style).scale for layer in look.layers if layer.on)
    width, height = result_size((picture.width, picture.height), look.adjustments.geometry)
    return scale * width, scale * height
