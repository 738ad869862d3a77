"""The look that is being made, its layers, and every step of it, to be undone and done again."""

from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Self

from ganstudio.gui.app.listeners import Listeners
from ganstudio.stylize.look import MOST_LAYERS, Layer, Look

_TOGETHER = 1.0  # seconds within which changes of the same thing are one step
_MOST = 500


@dataclass(frozen=True)
class EditState:
    """A look and the steps before and after it."""

    look: Look
    past: tuple[Look, ...] = ()
    future: tuple[Look, ...] = ()

    def add_step(self, look: Look) -> Self:
        """The state after one more step, to that look."""
        return self if look == self.look else replace(self, look=look, past=(*self.past[-_MOST:], self.look), future=())


class LookEditor:
    """Edits a look and which of its layers is chosen, with undo; `changed` and `selection_changed` tell of either."""

    def __init__(self) -> None:
        self.changed, self.selection_changed = Listeners(), Listeners()
        self.look = Look(layers=())
        self.chosen = 0
        self._past: list[Look] = []
        self._future: list[Look] = []
        self._last: tuple[object, float] = (None, 0.0)
        self._options: dict[str, dict[str, Any]] = {}

    @property
    def layer(self) -> Layer | None:
        """The layer that is chosen; None where there is none."""
        return self.look.layers[self.chosen] if self.look.layers else None

    @property
    def style(self) -> str:
        """The id of the chosen layer's style; empty where there is no layer."""
        return self.layer.style if self.layer else ""

    @property
    def is_full(self) -> bool:
        """Whether the look has as many layers as one may have."""
        return len(self.look.layers) >= MOST_LAYERS

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._future)

    def choose(self, number: int) -> None:
        """Choose a layer to edit."""
        self.chosen = max(0, min(number, len(self.look.layers) - 1))
        self.selection_changed.emit()

    def take_style(self, style: str, strength: float | None = None) -> None:
        """Give the chosen layer another style, with the options last used for it; the first one makes a layer."""
        if self.layer is None:
            self.add(style, 1.0 if strength is None else strength)
        elif style != self.layer.style:
            self._commit(self.look_with(style, strength), self.chosen)

    def look_with(self, style: str, strength: float | None = None) -> Look:
        """The look with another style in its chosen layer, or in its first one, as `take_style` would make it."""
        options = self._options.get(style, {})
        if self.layer is None:
            first = Layer(style=style, options=options, strength=1.0 if strength is None else strength)
            return self.look.model_copy(update={"layers": (first,)})
        kept = self.layer.strength if strength is None else strength
        layers = list(self.look.layers)
        layers[self.chosen] = self.layer.model_copy(update={"style": style, "options": options, "strength": kept})
        return self.look.model_copy(update={"layers": tuple(layers)})

    def add(self, style: str, strength: float = 1.0) -> None:
        """One more layer, on top of the others; none where the look is full."""
        if self.is_full:
            return
        layers = (*self.look.layers, Layer(style=style, options=self._options.get(style, {}), strength=strength))
        self._commit(self.look.model_copy(update={"layers": layers}), len(layers) - 1)

    def duplicate(self) -> None:
        """The chosen layer once more; not where the look is full."""
        if self.layer is not None and not self.is_full:
            self._insert(self.chosen + 1, self.layer)

    def remove(self) -> None:
        """Take the chosen layer out."""
        layers = list(self.look.layers)
        if layers:
            del layers[self.chosen]
            self._commit(self.look.model_copy(update={"layers": tuple(layers)}), self.chosen)

    def move(self, source: int, target: int) -> None:
        """Put a layer at another place."""
        layers = list(self.look.layers)
        layers.insert(target, layers.pop(source))
        self._commit(self.look.model_copy(update={"layers": tuple(layers)}), target)

    def toggle_layer(self, number: int, *, on: bool) -> None:
        """Switch a layer on or off."""
        layers = list(self.look.layers)
        layers[number] = layers[number].model_copy(update={"on": on})
        self._commit(self.look.model_copy(update={"layers": tuple(layers)}), self.chosen)

    def change_layer(self, step: str = "", **fields: Any) -> None:
        """Change something of the chosen layer, in a form that shows it already.

        Changes of the same fields and of the same `step`, soon after each other, are undone together.
        """
        if self.layer is None:
            return
        if "options" in fields:
            self._options[self.layer.style] = fields["options"]
        self._replace_layer(self.layer.model_copy(update=fields), ("layer", self.chosen, step, *fields))

    def change_look(self, step: str = "", **fields: Any) -> None:
        """Change something of the whole look, in a form that shows it already.

        Changes of the same fields and of the same `step`, soon after each other, are undone together.
        """
        self._commit(self.look.model_copy(update=fields), self.chosen, ("look", step, *fields))

    def adopt(self, look: Look) -> None:
        """Take another look as a whole."""
        self._commit(look, len(look.layers) - 1)

    def state(self) -> EditState:
        """The look and its steps, to come back to them later."""
        return EditState(self.look, tuple(self._past), tuple(self._future))

    def restore(self, state: EditState) -> None:
        """Go on where a state was."""
        self._past, self._future, self._last = list(state.past), list(state.future), (None, 0.0)
        if state.look != self.look:
            self._set(state.look, len(state.look.layers) - 1, told=False)
        else:
            self.selection_changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        self._step(self._past, self._future)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._step(self._future, self._past)

    def _insert(self, number: int, layer: Layer) -> None:
        layers = (*self.look.layers[:number], layer, *self.look.layers[number:])
        self._commit(self.look.model_copy(update={"layers": layers}), number)

    def _replace_layer(self, layer: Layer, what: object = None) -> None:
        layers = list(self.look.layers)
        layers[self.chosen] = layer
        self._commit(self.look.model_copy(update={"layers": tuple(layers)}), self.chosen, what)

    def _commit(self, look: Look, chosen: int, what: object = None) -> None:
        """Make it the look; `what` names what a form changed and shows, so that a slider's way is one step."""
        if look == self.look:
            return
        now = monotonic()
        if what is None or what != self._last[0] or now - self._last[1] > _TOGETHER:
            self._past = [*self._past[-_MOST:], self.look]
        self._last = what, now
        self._future.clear()
        self._set(look, chosen, told=what is not None)

    def _step(self, source: list[Look], target: list[Look]) -> None:
        if source:
            target.append(self.look)
            self._last = None, 0.0
            self._set(source.pop(), self.chosen, told=False)

    def _set(self, look: Look, chosen: int, *, told: bool) -> None:
        self.look = look
        self.chosen = max(0, min(chosen, len(look.layers) - 1))
        if not told:
            self.selection_changed.emit()
        self.changed.emit()
