"""Plans: what a sentence wants of each style, and how the words around a phrase are seen."""

from dataclasses import dataclass, field, replace
from typing import Any

from ganstudio.api.options import OptionField, fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.prompt.nearest_name import Nearest
from ganstudio.stylize.prompt.tokenizer import Noun, Piece

BOUNDARIES = frozenset(("stop", "and", "then", "with", "over"))
_MODIFIERS = frozenset(("amount", "too", "less", "more", "not"))


@dataclass(frozen=True)
class Deed:
    """One thing to be done to a style, and where the sentence says it.

    Its kind is turn, share, weigh, region, blend or set. A turn is of an `adjective`, of a `noun`, of both, or to one of
    `choices`: by `size` steps, or to its `least`, to a share of its range, or to a `count`.
    """

    kind: str
    start: int
    end: int
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
    """A style of the sentence (none: the one that there is) and its deeds; `nearest` is who it stands for."""

    style: str = ""
    start: int = 0
    end: int = 0
    clause: int = 0
    beneath: bool = False  # the one before is laid over it
    nearest: Nearest | None = None
    deeds: list[Deed] = field(default_factory=list)


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


class Context:
    """The pieces of a sentence with the plans so far: what stands beside a phrase, and which style it speaks of."""

    def __init__(self, pieces: list[Piece], catalog: Catalog, now: str = "") -> None:
        self.plans: list[Plan] = []
        self.loose = Plan()
        said = [piece for piece in pieces if piece.kind != "filler" or piece.noun]
        again = {"adjective", "less", "more"}  # “再小一点” is only smaller; elsewhere 再 is one more style
        self._pieces = [
            piece for piece, ahead in zip(said, [*said[1:], None], strict=False)
            if not (piece.words == "再" and ahead and ahead.kind in again)
        ]  # fmt: skip
        self._catalog, self._now = catalog, now

    @property
    def _plan(self) -> Plan:
        return self.plans[-1] if self.plans else self.loose

    def _modifiers(self, at: int) -> tuple[Modifiers, int]:
        found = Modifiers()
        while self._piece(at).kind in _MODIFIERS:
            piece = self._piece(at)
            if piece.kind in ("amount", "too"):
                found = replace(found, amount=found.amount * piece.value, too=found.too or piece.kind == "too")
            elif piece.kind == "not":
                found = replace(found, negated=not found.negated)
            elif found.direction == 0:
                found = replace(found, direction=piece.value)
            elif found.direction != piece.value:
                break
            at += 1
        return found, at

    def _piece(self, at: int) -> Piece:
        """The piece there; beyond both ends is a stop."""
        if 0 <= at < len(self._pieces):
            return self._pieces[at]
        last = self._pieces[-1].end if self._pieces else 0
        return Piece("stop", None, "", last, last)

    def _is_noun(self, at: int, *, modified: bool) -> bool:
        """Whether something of the style is meant; a word that is also something else must have a word before it."""
        piece, style = self._piece(at), self._style_at(at)
        if piece.noun is None or piece.kind == "noun":
            return piece.kind == "noun"
        if piece.kind not in ("filler", "style", "region", "choice", "less") or not modified or not style:
            return False
        by_name = any(name in self._named(style) for name in (*piece.noun, f"{piece.noun[0]}s"))
        return by_name or piece.kind == "filler" or piece.value == style

    def _is_turned(self, at: int) -> bool:
        """Whether the words after an option's own name turn it, as in “dots much smaller”."""
        _, head = self._modifiers(at + 1)
        noun, style = self._piece(at).noun, self._style_at(at)
        return bool(
            noun and style and noun[0] in self._named(style)
            and self._piece(head).kind == "adjective" and not self._is_noun(head + 1, modified=True)
        )  # fmt: skip

    def _named(self, style: str) -> dict[str, OptionField]:
        return {each.name: each for each in fields(self._catalog.style(style).Options)}

    def _style_at(self, at: int) -> str:
        """The style that is spoken of: the last one before, else the first one after, else the one that there is."""
        if self.plans:
            return self.plans[-1].style
        for piece in self._pieces[at:]:
            if piece.kind == "style":
                return str(piece.value)
            if piece.kind == "nearest":
                return self._first(piece.value)
        return self._now

    def _first(self, nearest: Nearest) -> str:
        return next(style for style in nearest.styles if style in self._catalog.styles)

    def _alike(self, one: int, other: int) -> bool:
        """Whether two nouns mean the same of a picture."""
        first, second = self._piece(one).noun, self._piece(other).noun
        return first is not None and second is not None and first[1] == second[1] != ""

    def _is_head(self, at: int) -> bool:
        """Whether words before it speak of it."""
        return self._piece(at).kind in ("adjective", "choice", "style", "nearest") or self._is_noun(at, modified=True)

    def _after(self, at: int) -> tuple[float, int]:
        """An amount after what it belongs to, as in “柔和一点”."""
        factor = 1.0
        while self._piece(at).kind == "after" or (
            self._piece(at).kind == "amount" and self._piece(at + 1).kind not in _MODIFIERS and not self._is_head(at + 1)
        ):
            factor, at = factor * self._piece(at).value, at + 1
        return factor, at

    def _follows(self, at: int, kinds: tuple[str, ...]) -> bool:
        """Whether one of those kinds comes before the next boundary."""
        for piece in self._pieces[at + 1 :]:
            if piece.kind in kinds or piece.kind in BOUNDARIES:
                return piece.kind in kinds
        return False
