"""Every phrase that is understood, with its kind and meaning: the words of the grammar, of styles and of their options."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import permutations
from typing import Any

from ganstudio.api.options import OptionField, fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.prompt import nearest_name
from ganstudio.stylize.prompt import vocabulary as known
from ganstudio.stylize.prompt.tokenizer import Key, Noun, Phrases, tokens_of

Meanings = dict[Key, tuple[str, Any]]

# The kinds of words without a meaning beside their kind, or with one number for it.
_WORD_KINDS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("filler", None, known.FILLER), ("too", 0.5, known.TOO), ("share", 0.5, known.HALF), ("mix", None, known.BETWEEN),
    ("less", -1, known.LESS), ("more", 1, known.MORE), ("strength", None, known.STRENGTH), ("not", None, known.NOT),
    ("only", None, known.ONLY), ("except", None, known.EXCEPT), ("then", None, known.THEN), ("and", None, known.AND),
    ("with", None, known.WITH), ("over", None, known.OVER), ("untouched", None, known.UNTOUCHED),
)  # fmt: skip
# The kinds of words by what they mean; what stands later counts where a word stands in several.
_WORD_TABLES: tuple[tuple[str, dict[Any, tuple[str, ...]]], ...] = (
    ("beyond", known.BEYOND), ("number", known.NUMBERS), ("amount", known.AMOUNTS), ("after", known.AMOUNTS_AFTER),
    ("adjective", known.ADJECTIVES), ("colours", known.COLOURS), ("region", known.REGIONS), ("blend", known.BLENDS),
)  # fmt: skip


def phrases_of(catalog: Catalog) -> Phrases:
    """Every phrase for these styles: their own words go before those of the grammar, the names of options after them."""
    options = [option for style in catalog.styles.values() for option in fields(style.Options)]
    meanings = _choice_phrases(options) | _grammar_phrases() | _nearest_phrases(catalog) | _style_phrases(catalog)
    return Phrases(meanings, _nouns(options))


def parts_of(choice: str) -> tuple[str, ...]:
    """The colours of a choice such as “yellow, pink and blue”."""
    return tuple(re.split(r",\s*|\s+and\s+", choice))


@lru_cache(maxsize=1)
def _grammar_phrases() -> Meanings:
    tables = [(kind, meaning, words) for kind, table in _WORD_TABLES for meaning, words in table.items()]
    groups = (_WORD_KINDS[0], *tables, *_WORD_KINDS[1:])
    return {_key(word): (kind, meaning) for kind, meaning, words in groups for word in words}


def _nearest_phrases(catalog: Catalog) -> Meanings:
    """The names that stand for styles of which at least one is there."""
    there = [nearest for nearest in nearest_name.NEAREST if not catalog.styles.keys().isdisjoint(nearest.styles)]
    return {_key(word): ("nearest", nearest) for nearest in there for word in nearest.words}


def _style_phrases(catalog: Catalog) -> Meanings:
    """The names of styles and their own words; the first style to have a word keeps it."""
    found: Meanings = {}
    for style in reversed(list(catalog.styles.values())):
        called = (
            style.title,
            style.id.replace("-", " "),
            *(word for group in style.prompt_words.values() for word in group),
        )
        found |= {_key(name): ("style", style.id) for name in called if name != "neural"}
    found.pop((), None)
    return found


def _nouns(options: Iterable[OptionField]) -> dict[Key, Noun]:
    """The names of options, in the singular and the plural, and what of a picture can be named."""
    names = dict.fromkeys(option.name for option in options)
    named = {_key(many): (name, "") for name in names for many in _plurals(name)}
    return named | {_key(word): (word.removesuffix("s"), what) for what, words in known.NOUNS.items() for word in words}


def _choice_phrases(options: Iterable[OptionField]) -> Meanings:
    """What the options of styles can be, by their names in any order and by other words; one phrase may mean several."""
    choices = {choice for option in options for choice in option.choices if choice != "none"}
    found: dict[Key, dict[str, None]] = {}
    for choice in sorted({*choices, *nearest_name.CHOICES}):
        for text in (choice, *_orders(parts_of(choice)), *nearest_name.CHOICES.get(choice, ())):
            found.setdefault(_key(text), {})[choice] = None
    return {key: ("choice", tuple(each)) for key, each in found.items()}


def _orders(parts: tuple[str, ...]) -> Iterator[str]:
    """The ways to say the parts of a choice one after the other, in any order where they are few."""
    for each in permutations(parts) if len(parts) <= 3 else (parts,):
        yield from (" and ".join(each), " ".join(each), ", ".join(each))
        if len(each) == 3:
            yield f"{each[0]}, {each[1]} and {each[2]}"


def _key(phrase: str) -> Key:
    return tuple(token.text for token in tokens_of(phrase))


def _plurals(name: str) -> tuple[str, ...]:
    words = name.replace("_", " ")
    return (words, words.removesuffix("s")) if words.endswith("s") else (words, f"{words}s")
