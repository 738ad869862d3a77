"""Signals of objects that know no Qt."""

from collections.abc import Callable
from typing import Any, Protocol


class Emitter(Protocol):
    """A signal, of ours or of Qt."""

    def connect(self, function: Callable[..., object], /) -> Any:
        """Call `function` from now on with whatever is emitted."""

    def emit(self, *values: Any) -> None:
        """Call all that are connected."""


class Listeners:
    """The functions that are called, in the order in which they were connected, whenever something is emitted."""

    def __init__(self) -> None:
        self._functions: list[Callable[..., object]] = []

    def connect(self, function: Callable[..., object]) -> None:
        """Call `function` from now on with whatever is emitted."""
        self._functions.append(function)

    def emit(self, *values: Any) -> None:
        """Call all of them; an error of one of them is raised."""
        for function in tuple(self._functions):
            function(*values)
