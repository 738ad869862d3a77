"""The pictures that were opened last, in a menu that survives a restart."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from ganstudio.files import write_atomically
from ganstudio.gui.words import tr

_MOST = 12


class Recent(QMenu):
    """Lists pictures, the latest first; `chosen` carries the file of the one that is picked."""

    chosen = Signal(object)

    def __init__(self, data: Path) -> None:
        super().__init__(tr("Opened before"))
        self._file = data / "recent.json"
        self.aboutToShow.connect(self.fill)

    @property
    def files(self) -> list[Path]:
        """The pictures that are still there."""
        with suppress(OSError, ValueError, TypeError):
            return [path for name in json.loads(self._file.read_bytes()) if (path := Path(name)).is_file()]
        return []

    @property
    def is_first_start(self) -> bool:
        """Whether no picture was opened yet."""
        return not self._file.exists()

    def note(self, path: Path, _stop: Flag) -> Iterator[None]:
        """Put a picture first, beside the window; what cannot be kept is not worth an error."""
        names = dict.fromkeys(str(each) for each in (path.absolute(), *self.files))
        with suppress(OSError):
            write_atomically(self._file, json.dumps(list(names)[:_MOST], ensure_ascii=False).encode())
        yield

    def fill(self) -> None:
        """Show what is in the list now."""
        self.clear()
        for path in self.files:
            act: Callable[[], None] = partial(self.chosen.emit, path)
            self.addAction(f"{path.name}   ({path.parent.name})", act).setToolTip(str(path))
        if self.isEmpty():
            self.addAction(tr("No picture yet")).setEnabled(False)
