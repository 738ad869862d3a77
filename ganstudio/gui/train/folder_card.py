"""The folder that is chosen: what is in it, what is wrong with it, and some of its pictures."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.app.translations import tr
from ganstudio.gui.train import jobs as folders
from ganstudio.gui.train.examined_folder import ExaminedFolder
from ganstudio.gui.train.jobs import Thumbnail
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.layout import button, label
from ganstudio.gui.widgets.notice import Notice

_MANY, _ONE = QSize(96, 96), QSize(640, 640)  # pixels of a card where there are many pictures, and of one that is alone


class FolderCard(QWidget):
    """Words and buttons about a folder; `pictures` stands beside it, in the middle of the page."""

    def __init__(
        self, choose: Callable[[], object], choose_painting: Callable[[], object], check: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.notice = Notice()
        self.pictures = CardView(_MANY, lines=0)
        self.pictures.setAccessibleName(tr("Some of the pictures"))
        self._name = label("", wrap=False)
        self._counts = label("", "secondary")
        self.warnings = label("", "warning")
        self.change = button(
            tr("Choose folder…"), tr("The pictures to learn from (Ctrl+O)"), choose, icon_name="open"
        )  # fmt: skip
        self.painting = button(
            tr("Choose painting…"), tr("One painting, to make a style of it"), choose_painting, icon_name="stylize"
        )  # fmt: skip
        self.closer = button(
            tr("Check the pictures…"), tr("What may be wrong with them, and how to mend it in a copy"), check,
            icon_name="search",
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self._name, self._counts, self.warnings, self.notice, self.change, self.painting, self.closer):
            column.addWidget(widget)
        self.show_folder(None, 0, paints=False)

    def show_busy(self, folder: Path) -> None:
        """It is being looked through."""
        self._counts.setText(tr("Looking through {}…").format(folder.name))

    def show_pictures(self, seen: ExaminedFolder) -> None:
        """Places for some of its pictures, or for the only one."""
        alone = len(seen.files) == 1
        self.pictures.draw_as(_ONE if alone else _MANY, fill=not alone)
        shown = folders.pick_evenly(seen.files, folders.SHOWN)
        self.pictures.show_cards([Card(str(file), tip=file.name) for file in shown])

    def show_picture(self, seen: Thumbnail) -> None:
        """One of its pictures has been read."""
        self.pictures.cards.change(str(seen.file), pixmap=QPixmap.fromImage(seen.image))

    def show_folder(self, seen: ExaminedFolder | None, size: int, *, paints: bool) -> None:
        """Its name, how many pictures of which sides, and what is wrong with them for pictures of `size` pixels."""
        self._name.setVisible(seen is not None)
        self.closer.setVisible(seen is not None and len(seen.files) > 1)
        warnings = seen.warnings(size, paints=paints) if seen else []
        self.warnings.setText("\n".join(warnings))
        self.warnings.setVisible(bool(warnings))
        if seen is None:
            self._counts.setText(
                tr("Choose a folder, or drop one anywhere on this page. For a style drop a single painting.")
            )
            return
        self._name.setText(seen.folder.name)
        self._name.setToolTip(str(seen.folder))
        self.warnings.setToolTip("\n".join(file.name for file in seen.broken[:40]))
        sides = f"  ·  {_size_range(seen.sides)}" if seen.sides else ""
        files = tr("one picture") if len(seen.files) == 1 else tr("{:,} pictures").format(len(seen.files))
        self._counts.setText(files + sides)


def _size_range(sides: tuple[int, ...]) -> str:
    least, most = min(sides), max(sides)
    return tr("{} px").format(least) if least == most else tr("{} to {} px").format(least, most)
