"""The sentence cut into phrases whose meaning is known: the longest first, misspelt ones by their nearness."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ganstudio.stylize.prompt.text_normalisation import normalise_text

_TOKEN = re.compile(
    r"[a-z]\w*=[a-z0-9.\-]+%?|\d+(?:\.\d+)?\s*(?:%|percent\b|per cent\b)|百分之[\d一二三四五六七八九十]+"
    r"|[\d一二三四五六七八九]成|\d+\.\d+|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])"
    r"|\d+|[a-z0-9]+(?:'[a-z]+)?|[\u3400-\u9fff]|[,.;:!?，。；：、！？\n]|[&/+]"
)
_JOINS = frozenset("&/+")
_STOPS = frozenset(",.;:!?，。；：、！？\n")
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_LONGEST = 2_000  # letters of a sentence that are read; the rest is cut off
_NEAR = 82  # of 100: how near a misspelt word must be

Key = tuple[str, ...]
Noun = tuple[str, str]  # the word itself, and what of a picture it means; empty where only a style's option is called so


class Token(NamedTuple):
    """A word or a sign, in plain letters, and where in the sentence it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A phrase of the sentence: its kind, its meaning, where it stands, and what of a picture it may also be the name of."""

    kind: str
    value: Any
    words: str
    start: int
    end: int
    noun: Noun | None = None


@dataclass(frozen=True)
class Phrases:
    """Every phrase with its meaning, and the nouns, which are phrases beside whatever else they are."""

    meanings: dict[Key, tuple[str, Any]]
    nouns: dict[Key, Noun]


def tokens_of(text: str) -> list[Token]:
    """A sentence in pieces: English words without “'s”, Chinese signs, percentages, stops; all else is passed over."""
    letters, places = normalise_text(text[:_LONGEST])
    return [
        Token(re.sub(r"'s$", "", found[0]), places[found.start()], places[found.end() - 1] + 1)
        for found in _TOKEN.finditer(letters)
    ]


def pieces_of(text: str, phrases: Phrases) -> list[Piece]:
    """The longest known phrase at each place; a word that is only misspelt counts as the nearest one."""
    tokens, at, found = tokens_of(text), 0, []
    matcher = _Matcher(phrases)
    while at < len(tokens):
        length, kind, value, noun = matcher.at([token.text for token in tokens[at : at + matcher.longest]])
        start, end = tokens[at].start, tokens[at + length - 1].end
        found.append(Piece(kind, value, " ".join(text[start:end].split()), start, end, noun))
        at += length
    return found


class _Matcher:
    """Looks phrases up, the longest first."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        keys = (*phrases.meanings, *phrases.nouns)
        self.longest = max(map(len, keys))
        self._spelt = {" ".join(key): key for key in keys if len(" ".join(key)) > 4 and key[0].isascii()}

    def at(self, tokens: list[str]) -> tuple[int, str, Any, Noun | None]:
        """How many of the tokens are the first phrase, and what that is."""
        if tokens[0] in _STOPS or tokens[0].isspace():
            return 1, "stop", None, None
        for length in range(len(tokens), 0, -1):
            key = tuple(tokens[:length])
            if key in self._phrases.meanings or key in self._phrases.nouns:
                return length, *self._meaning(key)
        for length in (2, 1):
            if near := self._nearest(tokens[:length]):
                return min(length, len(tokens)), *self._meaning(near)
        return 1, *_read_figure(tokens[0]), None

    def _meaning(self, key: Key) -> tuple[str, Any, Noun | None]:
        noun = self._phrases.nouns.get(key)
        return *self._phrases.meanings.get(key, ("noun", None)), noun

    def _nearest(self, tokens: list[str]) -> Key | None:
        """The phrase that misspelt words are nearest to; it begins with the same letter."""
        said = " ".join(tokens)
        if len(said) < 5 or not said.isascii() or any(not token.isalpha() for token in tokens):
            return None
        from rapidfuzz import fuzz, process

        same = [spelt for spelt in self._spelt if spelt[0] == said[0]]
        found = process.extractOne(said, same, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return self._spelt[str(found[0])] if found else None


def _read_figure(token: str) -> tuple[str, Any]:
    """What is no phrase: a share, a number, an option's value, a sign that joins; else it is missed."""
    for pattern, kind, value_of in _FIGURES:
        if found := pattern.fullmatch(token):
            return kind, value_of(found)
    return ("and", None) if token in _JOINS else ("missed", None)


def _number(signs: str) -> float:
    """A number up to 99 in Chinese signs, or in figures."""
    if signs.isdigit():
        return float(signs)
    tens, ten, ones = signs.rpartition("十")
    return 10.0 * (_DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


# Figures as they may be written: the pattern of a token, the kind of piece that it is, and its value.
_FIGURES: tuple[tuple[re.Pattern[str], str, Callable[[re.Match[str]], Any]], ...] = (
    (re.compile("百分之(.+)"), "share", lambda found: _number(found[1]) / 100),
    (re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per.*)"), "share", lambda found: float(found[1]) / 100),
    (re.compile("(.)成"), "share", lambda found: _number(found[1]) / 10),
    (re.compile("([^=]+)=(.*)"), "set", lambda found: found.groups()),
    (re.compile(r"\d+(?:\.\d+)?"), "number", lambda found: float(found[0])),
)
