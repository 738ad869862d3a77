"""The pictures that were opened last, in a menu that survives a restart."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu

from ganstudio.core.files import write_atomically
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.small_images import SmallImage, small_images
from ganstudio.gui.app.translations import tr

_MOST = 12
_SIDE = 40


class Recent(QMenu):
    """Lists pictures, the latest first, each with a small image; `chosen` carries the file of the one that is picked."""

    chosen = Signal(object)

    def __init__(self, context: AppContext) -> None:
        super().__init__(tr("Opened before"))
        self._context, self._file = context, context.home.data / "recent.json"
        self.setStyleSheet(f"QMenu {{ icon-size: {_SIDE}px; }}")
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    @property
    def files(self) -> list[Path]:
        """The pictures that were opened, whether they are still there or not: a drive may only be unplugged."""
        with suppress(NewerError):
            return self._read()
        return []

    def add(self, path: Path, _stop: Flag) -> Iterator[None]:
        """Put a picture first, beside the window; what cannot be kept is not worth an error."""
        with suppress(OSError, NewerError):
            names = dict.fromkeys(str(each) for each in (path.absolute(), *self._read()))
            write_atomically(self._file, encode("recent", {"files": list(names)[:_MOST]}))
        yield

    def _read(self) -> list[Path]:
        with suppress(OSError, ValueError, TypeError, KeyError):
            return [Path(name) for name in decode("recent", self._file.read_bytes(), self._file)["files"]]
        return []

    def fill(self) -> None:
        """Show what is in the list now; small images, and the news of what is gone, come after."""
        self.clear()
        files = self.files
        for path, words in zip(files, distinguish_names(files), strict=True):
            action = self.addAction(words)
            action.setData(str(path))
            action.setToolTip(str(path))
            action.triggered.connect(partial(self.chosen.emit, path))
        if self.isEmpty():
            self.addAction(tr("No picture yet")).setEnabled(False)
        source = partial(small_images, files, round(_SIDE * self.devicePixelRatioF()))
        self._context.files.submit(source, key="recent pictures", priority=2, on_item=self._show_thumbnail)

    def _show_thumbnail(self, small: SmallImage) -> None:
        action = next((each for each in self.actions() if each.data() == str(small.file)), None)
        if action is not None and not small.reason:
            action.setIcon(QIcon(QPixmap.fromImage(small.image)))
        elif action is not None:
            words = tr("cannot be read") if small.file.exists() else tr("not there any more")
            action.setText(f"{small.file.name}   ({words})")
            action.setToolTip(small.reason)
            action.setEnabled(False)


def distinguish_names(files: list[Path]) -> list[str]:
    """A name for each file by which it is told from the others: with its folder, or its whole path."""
    short = [f"{file.name}   ({file.parent.name})" for file in files]
    count = Counter(short)
    return [
        words if count[words] == 1 else f"{file.name}   ({file.parent})" for file, words in zip(files, short, strict=True)
    ]
