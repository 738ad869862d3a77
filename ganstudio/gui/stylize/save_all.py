"""How pictures and films are to be saved: where, what they are called, in which format; asked once and kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.format_rows import FormatRows
from ganstudio.gui.stylize.video_rows import VideoRows
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.dialog import Dialog
from ganstudio.gui.widgets.layout import button, label

if TYPE_CHECKING:
    from ganstudio.stylize.batch import BatchSpec
    from ganstudio.stylize.look import Look


class SaveAll(Dialog):
    """Asks how pictures and films in `files` are saved in a look, or in their `own`; `specs` are the answer.

    `steady` is suggested for films.
    """

    def __init__(
        self,
        context: AppContext,
        look: "Look",
        files: tuple[Path, ...],
        parent: QWidget | None = None,
        steady: float = 0.5,
        own: "Mapping[Path, Look] | None" = None,
    ) -> None:
        from ganstudio.stylize.output_names import USUAL

        super().__init__(parent)
        words = tr("Make {}").format(files[0].name) if len(files) == 1 else tr("Save all {}").format(len(files))
        self.setWindowTitle(words)
        self.setMinimumWidth(520)
        self._context, self._look, self._files = context, look, files
        self._own = {file: kept for file, kept in (own or {}).items() if file in files and kept != look}
        first = context.home.results(context.settings)
        self.folder = QLineEdit(str(first / files[0].parent.name) if files else str(first))
        self.name = QLineEdit(USUAL)
        self.example = label("", "secondary")
        self.rows = FormatRows(context, as_each=True)
        self.films = VideoRows(files, steady)
        self.existing = ComboBox()
        for key, words in (
            ("number", tr("Give the new one a number")),
            ("skip", tr("Leave it out")),
            ("overwrite", tr("Replace the older result")),
        ):
            self.existing.addItem(words, key)
        self.save_button = button(
            tr("Add to the queue"), tr("All is made while you go on working"), self.accept, name="primary"
        )
        self._lay_out()
        self.name.textChanged.connect(self._check)
        self.folder.textChanged.connect(self._check)
        self.rows.changed.connect(self._check)
        self.films.kind.currentIndexChanged.connect(self._check)
        self._check()

    def spec(self) -> "BatchSpec":
        """The batch that is wanted; GanStudioError where a name has no use."""
        from ganstudio.stylize.batch import BatchSpec
        from ganstudio.stylize.output_names import Naming

        suffix = self.films.suffix if self.films.alone else self.rows.suffix
        return BatchSpec(
            look=self._look,
            sources=self._files,
            folder=Path(self.folder.text()).expanduser(),
            naming=Naming(self.name.text(), suffix, self.existing.currentData()),
            saving=self.rows.saving,
            steady=self.films.steady,
        )

    def specs(self) -> "list[BatchSpec]":
        """One batch for each look among the files, in the order of the files; GanStudioError as `spec`."""
        sources: dict[str, list[Path]] = {}
        looks = {file: self._own.get(file, self._look) for file in self._files}
        for file, look in looks.items():
            sources.setdefault(look.model_dump_json(), []).append(file)
        whole = self.spec()
        return [whole.model_copy(update={"look": looks[files[0]], "sources": tuple(files)}) for files in sources.values()]

    def _check(self) -> None:
        """Show what the first result will be called, or why that cannot be."""
        try:
            spec = self.specs()[0]
            first = tr("The first will be {}") if len(self._files) > 1 else tr("It will be {}")
            words, wrong = first.format(self._first_name(spec)), False
        except GanStudioError as error:
            words, wrong = str(error), True
        self.example.setObjectName("error" if wrong else "secondary")
        self.example.style().polish(self.example)
        self.example.setText(words)
        self.save_button.setEnabled(not wrong and bool(self.folder.text().strip()))

    def _first_name(self, spec: "BatchSpec") -> str:
        from ganstudio.images.writer import formats_to_save
        from ganstudio.video.decode import is_film
        from ganstudio.video.encode import film_suffixes_for

        first = self._files[0]
        if is_film(first):
            return spec.naming.name(first, spec.style, 1, film_suffixes_for(first), usual=".mp4")
        return spec.naming.name(first, spec.style, 1, formats_to_save())

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.folder, 1)
        where.addWidget(button(tr("Change…"), tr("Choose another folder"), self._choose_folder))
        form = QFormLayout()
        form.setVerticalSpacing(10)
        if self._own:
            words = tr("Looks of their own: {}. The others take the look that is shown.")
            form.addRow("", label(words.format(len(self._own)), "secondary"))
        form.addRow(tr("Folder"), where)
        form.addRow(tr("Name"), self.name)
        form.addRow("", self.example)
        form.addRow(tr("Format"), self.rows.format)
        self.rows.add_to(form)
        self.films.add_to(form)
        form.addRow(tr("If a name is taken"), self.existing)
        self.rows.add_switches(form)
        for row in (self.rows.format, self.rows.quality, self.rows.chroma, self.rows.lossless, self.rows.gps):
            form.setRowVisible(row, not self.films.alone)
        self.rows.output.set_visible(form, not self.films.alone)
        tips = tr("{name}: the file's own name; {style}: the look; {number}: 0001, 0002, …; {date}: today")
        self.name.setToolTip(tips)
        form.addRow("", label(tips, "secondary"))
        for line, words in ((self.folder, tr("Folder")), (self.name, tr("Name"))):
            line.setAccessibleName(words)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(tr("Cancel"), tr("Save nothing"), self.reject))
        foot.addWidget(self.save_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addLayout(form)
        whole.addSpacing(8)
        whole.addLayout(foot)
