"""What could be said in place of something that was understood, so that a sentence can be edited by its chips."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ganstudio.api.options import fields
from ganstudio.api.style import Style
from ganstudio.core.translation import tr, tr_noop
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.prompt import vocabulary as known
from ganstudio.stylize.prompt.apply import Chip
from ganstudio.stylize.prompt.option_setting import step_option
from ganstudio.stylize.prompt.phrases import phrases_of
from ganstudio.stylize.prompt.tokenizer import tokens_of

_STRENGTHS = (25, 50, 75, 100, 125, 150)
_MOST_STYLES = 12
_COLOURS = {
    "keep_colours": tr_noop("Keep my colours"),
    "match_colours": tr_noop("Match my colours"),
    "style": tr_noop("The style's colours"),
}


class Alternative(NamedTuple):
    """Something else that a chip could be, and the words that say it."""

    title: str
    words: str


def alternatives_for(chip: Chip, catalog: Catalog) -> list[Alternative]:
    """What a chip can be changed to: other styles, other amounts, other places."""
    changes = _CHANGES.get(chip.kind)
    return changes(chip, catalog) if changes else []


def replace_phrase(text: str, chip: Chip, words: str = "") -> str:
    """The sentence with other words in the place of the chip's; with none it is taken out, and a comma beside it."""
    before, after = text[: chip.start], text[chip.end :]
    gap = " " if before[-1:].isalnum() and before[-1:].isascii() else ""
    said = f"{before}{gap}{words}{after}"
    if not words:
        said = re.sub(r"([,，;；])\s*(?:and\s+)?(?=[,，;；.。]|$)", "", said)
        said = re.sub(r"^\s*[,，;；.。]\s*", "", said)
    return " ".join(said.split())


def _styles(chip: Chip, catalog: Catalog) -> list[Alternative]:
    if not chip.style:
        return []
    english = chip.words.isascii()
    return [Alternative(tr(style.title), _name_style(style, english=english)) for style in _similar_styles(chip, catalog)]


def _strengths(_chip: Chip, _catalog: Catalog) -> list[Alternative]:
    return [Alternative(f"{share} %", f"{share}%") for share in _STRENGTHS]


def _values(chip: Chip, catalog: Catalog) -> list[Alternative]:
    option = next(each for each in fields(catalog.style(chip.style).Options) if each.name == chip.option)
    if option.kind == "choice":
        slugs = ((choice, choice.replace(" ", "-").replace(",", "")) for choice in option.choices)
        return [Alternative(choice.capitalize(), f"{option.name}={slug}") for choice, slug in slugs]
    steps = (("Least", option.least), ("Lower", step_option(option, chip.value, -1)),
             ("Higher", step_option(option, chip.value, 1)), ("Most", option.most))  # fmt: skip
    return [Alternative(title, f"{option.name}={each:g}") for title, each in steps]


def _regions(chip: Chip, _catalog: Catalog) -> list[Alternative]:
    english = chip.words.isascii()
    named = ((name, words) for name, words in known.REGIONS.items() if name != "rest")
    return [Alternative(name.capitalize(), _in_language(words, english=english)) for name, words in named]


def _colours(chip: Chip, _catalog: Catalog) -> list[Alternative]:
    english = chip.words.isascii()
    return [Alternative(title, _in_language(known.COLOURS[name], english=english)) for name, title in _COLOURS.items()]


def _blends(_chip: Chip, _catalog: Catalog) -> list[Alternative]:
    return [Alternative(name.capitalize(), name) for name in known.BLENDS]


# What each kind of chip can be changed to.
_CHANGES: dict[str, Callable[[Chip, Catalog], list[Alternative]]] = {
    "style": _styles, "strength": _strengths, "mix": _strengths, "option": _values, "region": _regions,
    "colours": _colours, "blend": _blends,
}  # fmt: skip


def _similar_styles(chip: Chip, catalog: Catalog) -> list[Style[Any]]:
    """The styles nearest to one: those that a painter's name also stands for, then others of its kind."""
    alike = (each for each in catalog.styles if _origin_of(each, catalog) == _origin_of(chip.style, catalog))
    near = dict.fromkeys((*_nearest_styles(chip.words, catalog), *alike))
    return [catalog.style(each) for each in near if each != chip.style and each in catalog.styles][:_MOST_STYLES]


def _nearest_styles(words: str, catalog: Catalog) -> tuple[str, ...]:
    """The styles that a name in the words stands for."""
    meanings = phrases_of(catalog).meanings
    tokens = tuple(token.text for token in tokens_of(words))
    keys = (tokens[at:end] for at in range(len(tokens)) for end in range(len(tokens), at, -1))
    found = (meanings[key] for key in keys if key in meanings)
    return next((tuple(value.styles) for kind, value in found if kind == "nearest"), ())


def _origin_of(style: str, catalog: Catalog) -> tuple[bool, str, bool]:
    origin = catalog.origin(style)
    return catalog.style(style).trained, origin.origin, bool(origin.pack)


def _name_style(style: Style[Any], *, english: bool) -> str:
    chinese = style.prompt_words.get("zh", ())
    return style.title if english or not chinese or style.trained else chinese[0]


def _in_language(words: tuple[str, ...], *, english: bool) -> str:
    return next((word for word in words if word.isascii() == english), words[0])
