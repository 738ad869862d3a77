"""Publishing a trained style: what it looks like, how it is called, what others may do with it."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import resources
from ganstudio.gui.app.translations import tr
from ganstudio.gui.glossary.why import WhyButton
from ganstudio.gui.library import publish_jobs
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.focus_frame import FocusFrame
from ganstudio.gui.widgets.layout import button, label, panel, tool
from ganstudio.gui.widgets.notice import Notice

LICENCES = {
    "CC0-1.0": "Anyone may do anything with it, without naming you.",
    "CC-BY-4.0": "Anyone may use and change it, who names you.",
    "CC-BY-SA-4.0": "Anyone may use and change it, who names you and shares what becomes of it alike.",
    "CC-BY-NC-4.0": "Anyone may use and change it, who names you, but not to earn money.",
    "All rights reserved": "Nobody may pass it on without asking you.",
}


class PublishPage(QWidget):
    """One run's style under a divider, and what its pack is to say of itself."""

    left = Signal()
    open_wanted = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._run = Path()
        self._picture = resources() / "samples" / "chelsea.jpg"
        self._title = label("", "title", wrap=False)
        self.canvas = Canvas()
        FocusFrame(self.canvas)
        self.name, self.author, self.words = QLineEdit(), QLineEdit(context.settings.author), QLineEdit()
        self.sentence = QPlainTextEdit()
        self.licence = ComboBox()
        self._terms = label("", "secondary")
        self.notice = Notice()
        self.install = button(
            tr("Install here"), tr("Make it one of your styles, at once"), self._install, name="primary"
        )  # fmt: skip
        self.save = button(tr("Save file…"), tr("Write one .ganstyle file to give to others"), self.choose_where)
        self._lay_out()
        self._wire()

    def show_run(self, folder: Path) -> None:
        """Begin with the style of a run."""
        self._run = folder
        self._title.setText(tr("Publish “{}”").format(folder.name))
        self.name.setText(folder.name.replace("-", " ").replace("_", " ").strip().capitalize()[:60])
        self.sentence.clear()
        self.words.clear()
        self.notice.hide()
        self._allow(True)
        self.paint()

    def paint(self) -> None:
        """Paint the picture beside the window."""
        context = self._context
        source = partial(publish_jobs.paint, self._run, context.catalog, self._picture, context.settings.device)
        self._submit(source, self._show, "publish paint")

    def manifest_fields(self) -> dict[str, Any]:
        """What the pack is to say of itself."""
        return {
            "name": self.name.text().strip(),
            "author": self.author.text().strip(),
            "summary": " ".join(self.sentence.toPlainText().split()),
            "words": tuple(word.strip() for word in self.words.text().split(",") if word.strip()),
            "licence": self.licence.currentText(),
        }

    def save_to(self, path: Path) -> None:
        """Write the pack beside the window."""
        self._allow(False)
        source = partial(
            publish_jobs.write, self._run, self._context.catalog, self.manifest_fields(), path.with_suffix(".ganstyle")
        )
        self._submit(source, self._show_saved, "publish write")

    def choose_where(self) -> None:
        """Ask where the file is to lie."""
        first = self._context.home.results(self._context.settings) / f"{self.name.text().strip() or 'style'}.ganstyle"
        first.parent.mkdir(parents=True, exist_ok=True)
        path, _ = QFileDialog.getSaveFileName(self, tr("Save style pack"), str(first), f"{tr('Style packs')} (*.ganstyle)")
        if path:
            self.save_to(Path(path))

    def choose_picture(self) -> None:
        """Ask for another picture to look at."""
        path, _ = QFileDialog.getOpenFileName(self, tr("Open a picture"), self._context.folder_for("pictures"))
        if path:
            self._context.keep_folder("pictures", Path(path).parent)
            self._picture = Path(path)
            self.paint()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: stop painting."""
        super().hideEvent(event)
        self._context.compute.cancel("publish paint")

    def _install(self) -> None:
        self._allow(False)
        source = partial(
            publish_jobs.install_published, self._run, self._context.catalog, self.manifest_fields(), self._context.home
        )
        self._submit(source, self._show_installed, "publish write")

    def _submit(self, source: Any, on_item: Any, key: str) -> None:
        self._context.compute.submit(source, key=key, priority=0, on_item=on_item, failed=self._fail)

    def _show(self, painted: publish_jobs.PaintedSample) -> None:
        self.canvas.show_picture(painted.before, painted.before)
        self.canvas.show_preview(painted.after)

    def _show_saved(self, path: Path) -> None:
        self._remember()
        self._context.post_message(tr("Saved ✓"), "good")
        self.notice.show_words(tr("{} is written. Whoever drops it on the studio has the style.").format(path.name))

    def _show_installed(self, name: str) -> None:
        self._remember()
        self._context.load_plugins()
        self.notice.show_words(
            tr("“{}” is one of your styles now.").format(self.name.text().strip()),
            actions=((tr("Open it on a picture"), lambda: self.open_wanted.emit(name)),),
        )

    def _remember(self) -> None:
        self._allow(True)
        self._context.change(author=self.author.text().strip(), licence=self.licence.currentText())

    def _fail(self, sentence: str, details: str) -> None:
        self._allow(True)
        self.notice.show_words(sentence, tone="error", details=details)

    def _allow(self, on: bool) -> None:
        for widget in (self.install, self.save):
            widget.setEnabled(on and bool(self.name.text().strip()))

    def _wire(self) -> None:
        self.licence.currentTextChanged.connect(lambda words: self._terms.setText(tr(LICENCES.get(words, ""))))
        self.licence.addItems(list(LICENCES))
        self.licence.setCurrentText(self._context.settings.licence)
        self.name.textChanged.connect(lambda: self._allow(True))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 10, 16, 6)
        head.addWidget(tool("back", tr("Back to the Library"), self.left.emit))
        head.addWidget(self._title, 1)
        head.addWidget(button(tr("Another picture…"), tr("Look at it on a picture of your own"), self.choose_picture,
                              icon_name="open"))  # fmt: skip
        shown = QVBoxLayout()
        shown.setSpacing(0)
        shown.addLayout(head)
        shown.addWidget(self.canvas, 1)
        area, column = panel("right", 320)
        area.setFixedWidth(320)
        column.setSpacing(4)
        self.sentence.setFixedHeight(64)
        self.sentence.setTabChangesFocus(True)
        for title, editor, hint in (
            (tr("Name"), self.name, tr("What it is called in the gallery")),
            (tr("One sentence"), self.sentence, tr("What it looks like")),
            (tr("Words people may call it"), self.words, tr("for example: misty, blue, after Monet")),
            (tr("Author"), self.author, tr("Your name, if you like")),
        ):
            _add(column, title, editor)
            editor.setPlaceholderText(hint)
            editor.setToolTip(hint)
        _add(column, tr("What others may do with it"), self.licence)
        column.addWidget(self._terms)
        column.addWidget(WhyButton("publish", whole=True))
        column.addStretch(1)
        column.addWidget(self.notice)
        column.addSpacing(8)
        column.addWidget(self.install)
        column.addWidget(self.save)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(shown, 1)
        whole.addWidget(area)


def _add(column: QVBoxLayout, title: str, editor: QWidget) -> None:
    words = label(title, "secondary")
    words.setBuddy(editor)
    editor.setAccessibleName(title)
    column.addSpacing(6)
    column.addWidget(words)
    column.addWidget(editor)
