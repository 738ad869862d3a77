"""The sentence cut into phrases whose meaning is known: the longest first, misspelt ones by their nearness."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.say import words as known

_TOKEN = re.compile(r"\d+(?:\.\d+)?\s*%|百分之[\d一二三四五六七八九十]+|[a-z0-9'\-]+|[\u3400-\u9fff]|[,.;:!?，。；：、！？]")
_STOPS = frozenset(",.;:!?，。；：、！？")
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_LONGEST = 2_000  # letters: nobody says more of one look
_NEAR = 86  # of 100: how near a misspelt word must be

Phrases = dict[tuple[str, ...], tuple[str, Any]]


@dataclass(frozen=True)
class Piece:
    """A phrase of the sentence with its meaning."""

    kind: str
    value: Any
    words: str


def tokens_of(text: str) -> list[str]:
    """A sentence in pieces: English words, Chinese signs, percentages, stops; all else is passed over."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().replace("’", "'")
    return _TOKEN.findall(plain)


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(tokens_of(phrase))


def phrases_of(catalog: Catalog) -> Phrases:
    """Every phrase with its meaning; a style's own words go before those of the grammar."""
    found = dict(_grammar())
    for painter, names in known.PAINTERS.items():
        if painter in catalog.styles:
            found |= {_key(name): ("style", (painter, f"as the nearest style to {name}")) for name in names}
    for style in reversed(list(catalog.styles.values())):
        names = (style.title, style.id.replace("-", " "), *(word for group in style.words.values() for word in group))
        found |= {key: ("style", (style.id, "")) for name in names if (key := _key(name)) and name != "neural"}
    return found


@lru_cache(maxsize=1)
def _grammar() -> Phrases:
    found: Phrases = {_key(word): ("filler", None) for word in known.FILLER}
    groups: list[tuple[str, Any, tuple[str, ...]]] = [
        *(("amount", factor, words) for factor, words in known.AMOUNTS.items()),
        *(("quality", meaning, words) for meaning, words in known.QUALITIES.items()),
        *(("colours", name, words) for name, words in known.COLOURS.items()),
        *(("region", name, words) for name, words in known.REGIONS.items()),
        *(("blend", name, words) for name, words in known.BLENDS.items()),
        ("half", 0.5, known.HALF),
        ("less", -1, known.LESS),
        ("more", 1, known.MORE),
        ("not", None, known.NOT),
        ("only", None, known.ONLY),
        ("except", None, known.EXCEPT),
        ("strokes", None, known.STROKES),
        ("filler", None, known.THEN),
    ]
    for kind, value, words in groups:
        found |= {_key(word): (kind, value) for word in words}
    return found


def pieces_of(tokens: list[str], phrases: Phrases) -> Iterator[Piece]:
    """The longest known phrase at each place; a word that is only misspelt counts as the nearest one."""
    longest, at = max(map(len, phrases), default=1), 0
    spelt = {" ".join(key): key for key in phrases if len(" ".join(key)) > 4 and key[0].isascii()}
    while at < len(tokens):
        if tokens[at] in _STOPS:
            yield Piece("stop", None, tokens[at])
            at += 1
            continue
        for length in range(min(longest, len(tokens) - at), 0, -1):
            key = tuple(tokens[at : at + length])
            if key in phrases:
                yield Piece(*phrases[key], _joined(key))
                at += length
                break
        else:
            near = next((each for length in (2, 1) if (each := _nearest(tokens[at : at + length], spelt))), None)
            yield Piece(*phrases[spelt[near[1]]], near[0]) if near else _unknown(tokens[at])
            at += len(near[0].split()) if near else 1


def _nearest(tokens: list[str], spelt: dict[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """Misspelt words and the phrase that they are nearest to."""
    words = " ".join(tokens)
    if len(words) < 5 or not words.isascii() or any(token[0].isdigit() for token in tokens):
        return None
    from rapidfuzz import process

    found = process.extractOne(words, spelt.keys(), score_cutoff=_NEAR)
    return (words, str(found[0])) if found else None


def _unknown(token: str) -> Piece:
    if token.startswith("百分之"):
        return Piece("percent", _number(token[3:]) / 100, token)
    if number := re.match(r"(\d+(?:\.\d+)?)\s*%$", token):
        return Piece("percent", float(number[1]) / 100, token)
    return Piece("missed", None, token)


def _number(signs: str) -> float:
    """A number up to 99 in Chinese signs, or in figures."""
    if signs.isdigit():
        return float(signs)
    tens, ten, ones = signs.rpartition("十")
    return 10.0 * (_DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)


def _joined(tokens: tuple[str, ...]) -> str:
    words = " ".join(tokens)
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", words)
