"""The states of the edits, before and after the present one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from ganstudio.images.dataset.edits import Edits


@dataclass(frozen=True)
class UndoHistory:
    """The edits as they are now, those before them, and those that were undone, the next one last."""

    now: "Edits"
    before: "tuple[Edits, ...]" = ()
    after: "tuple[Edits, ...]" = ()

    def push(self, edits: "Edits") -> Self:
        """The history with a further state; what was undone is forgotten. Itself where nothing changes."""
        return self if edits == self.now else type(self)(edits, (*self.before, self.now))

    def undo(self) -> Self:
        """The history one state back; itself where there is none."""
        return type(self)(self.before[-1], self.before[:-1], (*self.after, self.now)) if self.before else self

    def redo(self) -> Self:
        """The history with the state that was undone last; itself where there is none."""
        return type(self)(self.after[-1], (*self.before, self.now), self.after[:-1]) if self.after else self
