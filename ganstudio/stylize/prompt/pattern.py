"""Patterns of word classes, matched against the pieces of a sentence."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any, NamedTuple

from ganstudio.stylize.prompt.sentence import Sentence
from ganstudio.stylize.prompt.style_plan import Modifiers
from ganstudio.stylize.prompt.tokenizer import Noun, Piece

_PART = re.compile(r"([&!]?)([\w.|-]+)([?*]?)")


class Part(NamedTuple):
    """One part of a pattern: classes of which one must be there, how it is looked at (& or !), and how often it may be."""

    classes: tuple[str, ...]
    look: str
    often: str


@dataclass(frozen=True)
class Match:
    """The pieces from `start` to `end` that a pattern fits, and where its classes (without what follows the dot) stand."""

    sentence: Sentence
    start: int
    end: int
    spans: dict[str, tuple[int, int]]

    @property
    def first(self) -> Piece:
        """The first of the pieces."""
        return self.sentence.piece(self.start)

    @property
    def value(self) -> Any:
        """What the first of the pieces means."""
        return self.first.value

    @property
    def modifiers(self) -> Modifiers:
        """What is said before the word; nothing where there is none."""
        return self.sentence.modifiers(self.spans["mods"][0])[0] if "mods" in self.spans else Modifiers()

    @property
    def amount(self) -> float:
        """The product of the amounts that trail behind."""
        return float(prod(self.sentence.piece(at).value for at in range(*self.spans.get("amount", (0, 0)))))

    @property
    def noun(self) -> Noun | None:
        """The noun, where there is one."""
        return self.sentence.piece(self.spans["noun"][0]).noun if "noun" in self.spans else None

    def find(self, *classes: str) -> Any:
        """The meaning of the first piece of one of the classes; None where there is none."""
        return next((self.sentence.piece(self.spans[each][0]).value for each in classes if each in self.spans), None)


def match_pattern(pattern: str, sentence: Sentence, start: int) -> Match | None:
    """Where the pattern fits the pieces from `start` on; None where it does not."""
    spans: dict[str, tuple[int, int]] = {}
    at = start
    for part in parse_pattern(pattern):
        end, name = _take(part, sentence, at)
        if (end > at) == (part.look == "!") and part.often == "":
            return None
        if end > at and not part.look:
            spans.setdefault(name.partition(".")[0], (at, end))
            at = end
    return Match(sentence, start, at, spans)


@lru_cache(maxsize=256)
def parse_pattern(pattern: str) -> tuple[Part, ...]:
    """The parts of a pattern."""
    found = (_PART.fullmatch(word) for word in pattern.split())
    return tuple(Part(tuple(each[2].split("|")), each[1], each[3]) for each in found if each)


def _take(part: Part, sentence: Sentence, start: int) -> tuple[int, str]:
    """Where the pieces of a part that begin there end, and of which class they are."""
    name = next((each for each in part.classes if sentence.count(start, each)), "")
    at = start
    while name and (count := sentence.count(at, name)):
        at += count
        if part.often != "*":
            break
    return at, name
