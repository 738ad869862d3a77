"""What a sentence asks of each style: a plan with its edits."""

from dataclasses import dataclass, field
from typing import Any

from ganstudio.stylize.prompt.nearest_name import Nearest
from ganstudio.stylize.prompt.tokenizer import Noun


@dataclass(frozen=True)
class Edit:
    """One change of a style's layer, and where the sentence says it.

    Its kind is option, assign (“detail=30%”), strength (a share of it), scale (more or less of it), region or blend. An
    option is changed by its `adjective`, its `noun`, both, or to one of `choices`: by `size` steps, to its `least`, to a
    `share` of its range, or to a `count`.
    """

    kind: str
    start: int = 0
    end: int = 0
    size: float = 1.0
    adjective: tuple[str, int] | None = None
    noun: Noun | None = None
    choices: tuple[str, ...] = ()
    least: bool = False
    share: float | None = None
    count: int | None = None
    value: Any = None
    invert: bool = False
    joined: bool = False  # a place that is named beside another: “the sky and the shadows”
    before: bool = False  # a share of the style after it: “half oil”


@dataclass
class Plan:
    """A style of the sentence (none: the one that there is) and its edits; `nearest` is who it stands for."""

    style: str = ""
    start: int = 0
    end: int = 0
    clause: int = 0
    beneath: bool = False  # the one before is laid over it
    nearest: Nearest | None = None
    edits: list[Edit] = field(default_factory=list)


@dataclass(frozen=True)
class Modifiers:
    """What stands before a word: less or more, how much, no."""

    direction: int = 0
    amount: float = 1.0
    negated: bool = False
    too: bool = False

    @property
    def size(self) -> float:
        """Steps, with their sign; “not soft”, “too soft” and “not too soft” all mean less of it."""
        sign = self.direction or 1
        return self.amount * (-sign if self.negated or self.too else sign)
