"""A message of the window, as a value: who says it need not know where it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Action = tuple[str, Callable[[], object]]


@dataclass(frozen=True)
class Message:
    """A sentence, its tone, details that can be copied, and what can be done: titles of buttons with their functions."""

    words: str
    tone: Literal["info", "warning", "error"] = "info"
    details: str = ""
    actions: tuple[Action, ...] = ()
