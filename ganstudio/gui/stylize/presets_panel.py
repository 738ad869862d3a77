"""The presets: kept looks as pictures to choose from, to bring in and to give away."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered
from ganstudio.gui.app import trash
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.small_images import SmallImage, small_images
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.workers import Source
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.layout import button, label, section, tool
from ganstudio.gui.widgets.notice import Notice

if TYPE_CHECKING:
    from ganstudio.images.picture import Picture
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.presets import Presets


SIDE = QSize(118, 84)


class PresetsPanel(QWidget):
    """Shows the presets; `chosen` carries the look of the one that is picked. `shown` is asked for what can be kept."""

    chosen = Signal(object)

    def __init__(self, context: AppContext, shown: "Callable[[], tuple[Picture, Look] | None]") -> None:
        from ganstudio.stylize.presets import Presets

        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, self._shown = context, shown
        self._presets: Presets = Presets(context.home)
        self.view = CardView(SIDE)
        self.view.setAccessibleName(tr("Presets"))
        self.notice = Notice()
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("A name for the look that you see now"))
        self.name.setAccessibleName(tr("Name"))
        self.keep = button(tr("Keep"), tr("Keep this look, with a small picture of what it does to yours"), self._save)
        self.use = button(tr("Take this look"), tr("Make the chosen one the look of your picture"), self.apply_preset)
        self.give = tool("out", tr("Give away the chosen preset as a small file"), self._choose_out)
        self.remove = tool("trash", tr("Put the chosen preset into the system's bin"), self._remove)
        self._empty = label(tr("Looks that you keep stand here, each with a picture of its own."), "secondary")
        self._lay_out()
        self.name.textChanged.connect(self._allow_keeping)
        self.name.returnPressed.connect(self._press_enter)
        self._allow_keeping("")
        self.view.settled.connect(self._decode)
        self.view.chosen.connect(lambda _: self._offer_chosen())
        self.view.activated_key.connect(lambda _: self.apply_preset())
        self.show_presets()

    def show_presets(self) -> None:
        """Show what lies in the folder."""
        files = self._presets.files
        self.view.show_cards([Card(str(file), file.stem) for file in files])
        self._empty.setVisible(not files)
        self._offer_chosen()

    def _offer_chosen(self) -> None:
        """What is done with a preset can be done once one is chosen."""
        for each in (self.use, self.give, self.remove):
            each.setEnabled(self._file() is not None)

    def _allow_keeping(self, name: str) -> None:
        self.keep.setEnabled(bool(name.strip()))

    def _press_enter(self) -> None:
        """Keep the look under the name that is being written, else take the chosen one."""
        (self.keep if self.name.text().strip() else self.use).click()

    def apply_preset(self) -> None:
        """Make the chosen preset's look the current one."""
        file = self._file()
        if file is not None:
            self._begin(partial(_look, self._presets, file, self._context), self.chosen.emit)

    def import_preset(self, file: Path) -> None:
        """Take a preset that came from elsewhere."""
        self._begin(partial(_import_preset, self._presets, file), lambda _file: self.show_presets())

    def _begin(self, source: Source, on_item: Callable[[Any], object]) -> None:
        self._context.files.submit(source, key="preset", on_item=on_item, failed=self._fail)

    def _decode(self) -> None:
        """Ask for the pictures of what is in sight and has none."""
        cards = [self.view.cards.cards[row] for row in self.view.visible_rows()]
        files = [Path(card.key) for card in cards if card.pixmap is None]
        if files:
            source = partial(small_images, files, round(SIDE.width() * self.devicePixelRatioF()))
            self._context.files.submit(source, key="preset pictures", on_item=self._take_picture)

    def _take_picture(self, small: SmallImage) -> None:
        self.view.cards.change(str(small.file), pixmap=QPixmap.fromImage(small.image))

    def _save(self) -> None:
        shown = self._shown()
        if shown is None:
            self.notice.show_words(tr("Open a picture and choose a style first; its look can be kept then."), tone="error")
            return
        source = partial(_keep_preset, self._presets, self.name.text(), *shown, self._context)
        self._context.compute.submit(source, key="preset", priority=0, on_item=self._show_saved, failed=self._fail)

    def _show_saved(self, _file: Path) -> None:
        self.name.clear()
        self.show_presets()

    def _remove(self) -> None:
        file = self._file()
        if file is not None:
            self._report_errors(partial(trash.put, file))
            self.show_presets()

    def _choose_in(self) -> None:
        first = self._context.folder_for("presets")
        path, _ = QFileDialog.getOpenFileName(self, tr("Bring in a preset"), first, f"{tr('Presets')} (*.png *.jpg *.webp)")
        if path:
            self._context.keep_folder("presets", Path(path).parent)
            self.import_preset(Path(path))

    def _choose_out(self) -> None:
        file = self._file()
        if file is None:
            return
        first = str(Path(self._context.folder_for("presets")) / file.name)
        path, _ = QFileDialog.getSaveFileName(self, tr("Give away"), first, "PNG (*.png)")
        if path:
            self._context.keep_folder("presets", Path(path).parent)
            self._report_errors(partial(self._presets.export_file, file, Path(path)))

    def _file(self) -> Path | None:
        key = self.view.key()
        return Path(key) if key else None

    def _report_errors(self, act: Callable[[], object]) -> None:
        try:
            act()
        except GanStudioError as error:
            self._fail(str(error), "")

    def _fail(self, sentence: str, details: str) -> None:
        self.notice.show_words(sentence, tone="error", details=details)

    def _lay_out(self) -> None:
        head, new = QHBoxLayout(), QHBoxLayout()
        head.addWidget(section(tr("Presets")), 1)
        head.addWidget(tool("open", tr("Bring in a preset from a file, or the look of any result"), self._choose_in))
        for each in (self.give, self.remove, tool("close", tr("Put the presets away"), self.hide)):
            head.addWidget(each)
        new.addWidget(self.name, 1)
        new.addWidget(self.keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 8, 8)
        whole.setSpacing(8)
        for line in (head, new):
            whole.addLayout(line)
        for widget in (self.notice, self._empty):
            whole.addWidget(widget)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.use)


def _keep_preset(
    presets: "Presets", name: str, picture: "Picture", look: "Look", context: AppContext, stop: Flag
) -> Iterator[Path]:
    from ganstudio.core.devices import pick_device
    from ganstudio.stylize.engine import render
    from ganstudio.stylize.presets import THUMBNAIL

    device = pick_device(context.settings.device)
    for event in render(picture.resize(THUMBNAIL), look, context.catalog, device=device, stop=stop):
        if isinstance(event, Rendered):
            yield presets.save(name, event.picture, look, context.catalog)


def _look(presets: "Presets", file: Path, context: AppContext, _stop: Flag) -> "Iterator[Look]":
    yield presets.look(file, context.catalog)


def _import_preset(presets: "Presets", file: Path, _stop: Flag) -> Iterator[Path]:
    yield presets.import_file(file)
