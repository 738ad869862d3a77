"""The sentence cut into phrases whose meaning is known: the longest first, misspelt ones by their nearness."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Any, NamedTuple

from ganstudio.api.options import fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.prompt import nearest_name
from ganstudio.stylize.prompt import vocabulary as known
from ganstudio.stylize.prompt.text_normalisation import normalise_text

_TOKEN = re.compile(
    r"[a-z]\w*=[a-z0-9.\-]+%?|\d+(?:\.\d+)?\s*(?:%|percent\b|per cent\b)|百分之[\d一二三四五六七八九十]+"
    r"|[\d一二三四五六七八九]成|\d+\.\d+|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])"
    r"|\d+|[a-z0-9]+(?:'[a-z]+)?|[\u3400-\u9fff]|[,.;:!?，。；：、！？\n]|[&/+]"
)
_JOINS = frozenset("&/+")
_STOPS = frozenset(",.;:!?，。；：、！？\n")
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_LONGEST = 2_000  # letters: nobody says more of one look
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
    """A phrase of the sentence with its meaning, where it stands, and what of a picture it may also be the name of."""

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
    matches = _Matches(phrases)
    while at < len(tokens):
        length, kind, value, noun = matches.at([token.text for token in tokens[at : at + matches.longest]])
        start, end = tokens[at].start, tokens[at + length - 1].end
        found.append(Piece(kind, value, " ".join(text[start:end].split()), start, end, noun))
        at += length
    return found


class _Matches:
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
        return 1, *_unknown(tokens[0]), None

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


def phrases_of(catalog: Catalog) -> Phrases:
    """Every phrase for these styles: their own words go before those of the grammar, the names of options after them."""
    meanings = dict(_grammar())
    for nearest in nearest_name.NEAREST:
        if any(style in catalog.styles for style in nearest.styles):
            meanings |= {_key(word): ("nearest", nearest) for word in nearest.words}
    for style in reversed(list(catalog.styles.values())):
        called = (style.title, style.id.replace("-", " "), *(word for group in style.words.values() for word in group))
        meanings |= {key: ("style", style.id) for name in called if (key := _key(name)) and name != "neural"}
    own = [option for style in catalog.styles.values() for option in fields(style.Options)]
    nouns = {_key(many): (each, "") for each in {option.name for option in own} for many in _plurals(each)}
    nouns |= {_key(word): (word.removesuffix("s"), what) for what, words in known.NOUNS.items() for word in words}
    choices = {choice for option in own for choice in option.choices if choice != "none"}
    meanings = _choices(choices) | meanings
    return Phrases(meanings, nouns)


def _choices(choices: set[str]) -> dict[Key, tuple[str, Any]]:
    """What the options of styles can be, by their names in any order and by other words; one phrase may mean several."""
    found: dict[Key, list[str]] = {}
    for choice in sorted({*choices, *nearest_name.CHOICES}):
        parts = parts_of(choice)
        orders = permutations(parts) if len(parts) <= 3 else (parts,)
        said = [text for each in orders for text in (" and ".join(each), " ".join(each), ", ".join(each))]
        said += [f"{', '.join(each[:-1])} and {each[-1]}" for each in permutations(parts) if len(each) == 3]
        for text in (choice, *said, *nearest_name.CHOICES.get(choice, ())):
            key = _key(text)
            if choice not in found.setdefault(key, []):
                found[key].append(choice)
    return {key: ("choice", tuple(each)) for key, each in found.items()}


def parts_of(choice: str) -> tuple[str, ...]:
    """The colours of a choice such as “yellow, pink and blue”."""
    return tuple(re.split(r",\s*|\s+and\s+", choice))


def _key(phrase: str) -> Key:
    return tuple(token.text for token in tokens_of(phrase))


def _plurals(name: str) -> tuple[str, ...]:
    words = name.replace("_", " ")
    return (words, words.removesuffix("s")) if words.endswith("s") else (words, f"{words}s")


@lru_cache(maxsize=1)
def _grammar() -> dict[Key, tuple[str, Any]]:
    groups: list[tuple[str, Any, tuple[str, ...]]] = [
        ("filler", None, known.FILLER),
        *(("beyond", hint, words) for hint, words in known.BEYOND.items()),
        *(("number", number, words) for number, words in known.NUMBERS.items()),
        *(("amount", factor, words) for factor, words in known.AMOUNTS.items()),
        *(("after", factor, words) for factor, words in known.AMOUNTS_AFTER.items()),
        *(("adjective", meaning, words) for meaning, words in known.ADJECTIVES.items()),
        *(("colours", name, words) for name, words in known.COLOURS.items()),
        *(("region", name, words) for name, words in known.REGIONS.items()),
        *(("blend", name, words) for name, words in known.BLENDS.items()),
        ("too", 0.5, known.TOO), ("share", 0.5, known.HALF), ("mix", None, known.BETWEEN), ("less", -1, known.LESS),
        ("more", 1, known.MORE), ("strength", None, known.STRENGTH), ("not", None, known.NOT), ("only", None, known.ONLY),
        ("except", None, known.EXCEPT), ("then", None, known.THEN), ("and", None, known.AND), ("with", None, known.WITH),
        ("over", None, known.OVER), ("untouched", None, known.UNTOUCHED),
    ]  # fmt: skip
    return {_key(word): (kind, value) for kind, value, words in groups for word in words}


def _unknown(token: str) -> tuple[str, Any]:
    if token.startswith("百分之"):
        return "share", _number(token[3:]) / 100
    if number := re.match(r"(\d+(?:\.\d+)?)\s*(?:%|per)", token):
        return "share", float(number[1]) / 100
    if len(token) == 2 and token.endswith("成"):
        return "share", _number(token[0]) / 10
    if "=" in token:
        return "set", tuple(token.split("=", 1))
    if re.fullmatch(r"\d+(\.\d+)?", token):
        return "number", float(token)
    return ("and", None) if token in _JOINS else ("missed", None)


def _number(signs: str) -> float:
    """A number up to 99 in Chinese signs, or in figures."""
    if signs.isdigit():
        return float(signs)
    tens, ten, ones = signs.rpartition("十")
    return 10.0 * (_DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)
