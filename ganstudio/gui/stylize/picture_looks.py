"""The looks of the pictures: each that was edited has its own, with its undo steps; the others have the current look."""

from collections.abc import Mapping
from pathlib import Path

from ganstudio.gui.app.listeners import Listeners
from ganstudio.gui.stylize.look_editor import EditState, LookEditor
from ganstudio.stylize.look import Look


class PictureLooks:
    """Swaps what is edited when another picture is shown; `changed` tells that a look or the shown picture is another."""

    def __init__(self, editing: LookEditor) -> None:
        self.changed = Listeners()
        self._editing = editing
        self._own: dict[Path, EditState] = {}
        self._switching = False
        self.current: Path | None = None
        editing.changed.connect(self._store_edit)

    def show(self, file: Path | None) -> None:
        """Edit the look of that picture from now on; None is one that has no file."""
        if file == self.current:
            return
        self._store_current()
        self.current = file
        own = self._own.get(file) if file else None
        self._switch(own or EditState(self._editing.look))

    @property
    def current_look(self) -> Look:
        """The look that is edited now."""
        return self._editing.look

    def own_looks(self) -> dict[Path, Look]:
        """The looks of those that have their own."""
        self._store_current()
        return {file: state.look for file, state in self._own.items()}

    def restore(self, looks: Mapping[Path, Look], current: Path | None, current_look: Look) -> None:
        """Restore saved looks, and edit that of the current picture."""
        self._own = {file: EditState(look) for file, look in looks.items()}
        self.current = current
        self._switch(EditState(current_look))

    def apply_to(self, files: tuple[Path, ...], look: Look) -> None:
        """Let those pictures have this look; what is shown is changed by a step that can be undone."""
        for file in files:
            if file != self.current:
                before = self._own.get(file)
                self._own[file] = before.add_step(look) if before else EditState(look)
        if self.current in files or self.current is None:
            self._editing.adopt(look)
        self.changed.emit()

    def _store_edit(self) -> None:
        if not self._switching:
            if self.current is not None:
                self._own[self.current] = self._editing.state()
            self.changed.emit()

    def _store_current(self) -> None:
        if self.current in self._own:
            self._own[self.current] = self._editing.state()

    def _switch(self, state: EditState) -> None:
        self._switching = True
        try:
            self._editing.restore(state)
        finally:
            self._switching = False
        self.changed.emit()
