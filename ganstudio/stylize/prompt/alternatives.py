"""What could be said in place of something that was understood, so that a sentence can be edited by its chips."""

import re
from typing import Any, NamedTuple

from ganstudio.api.options import OptionField, fields
from ganstudio.api.style import Style
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.prompt import vocabulary as known
from ganstudio.stylize.prompt.apply import Chip, step_option
from ganstudio.stylize.prompt.tokenizer import Key, phrases_of, tokens_of

_STRENGTHS = (25, 50, 75, 100, 125, 150)
_MOST_STYLES = 12
_COLOURS = {"keep_colours": "Keep my colours", "match_colours": "Match my colours", "style": "The style's colours"}


class Change(NamedTuple):
    """Something else that a chip could be, and the words that say it."""

    title: str
    words: str


def changes_of(chip: Chip, catalog: Catalog) -> list[Change]:
    """What a chip can be changed to: other styles, other amounts, other places."""
    english = chip.words.isascii()
    if chip.kind == "style" and chip.style:
        return [Change(style.title, _called(style, english=english)) for style in _beside(chip, catalog)]
    if chip.kind in ("strength", "mix"):
        return [Change(f"{share} %", f"{share}%") for share in _STRENGTHS]
    if chip.kind == "option":
        named = {option.name: option for option in fields(catalog.style(chip.style).Options)}
        return _of_option(named[chip.option], chip.value)
    if chip.kind == "region":
        words = {name: _in_language(each, english=english) for name, each in known.REGIONS.items() if name != "rest"}
        return [Change(name.capitalize(), said) for name, said in words.items()]
    if chip.kind == "colours":
        return [Change(title, _in_language(known.COLOURS[name], english=english)) for name, title in _COLOURS.items()]
    return [Change(name.capitalize(), name) for name in known.BLENDS] if chip.kind == "blend" else []


def replace_phrase(text: str, chip: Chip, words: str = "") -> str:
    """The sentence with other words in the place of the chip's; with none it is taken out, and a comma beside it."""
    before, after = text[: chip.start], text[chip.end :]
    gap = " " if before[-1:].isalnum() and before[-1:].isascii() else ""
    said = f"{before}{gap}{words}{after}"
    if not words:
        said = re.sub(r"([,，;；])\s*(?:and\s+)?(?=[,，;；.。]|$)", "", said)
        said = re.sub(r"^\s*[,，;；.。]\s*", "", said)
    return " ".join(said.split())


def _beside(chip: Chip, catalog: Catalog) -> list[Style[Any]]:
    """The styles nearest to one: those that a painter's name also stands for, then others of its kind."""
    meant: dict[Key, tuple[str, Any]] = phrases_of(catalog).meanings
    tokens = tuple(token.text for token in tokens_of(chip.words))
    ends = (tokens[at:end] for at in range(len(tokens)) for end in range(len(tokens), at, -1))
    found = next((meant[key][1].styles for key in ends if meant.get(key, ("",))[0] == "nearest"), ())
    kind = catalog.style(chip.style).trained, catalog.origin(chip.style).origin, bool(catalog.origin(chip.style).pack)
    alike = (
        style.id
        for style in catalog.styles.values()
        if (style.trained, catalog.origin(style.id).origin, bool(catalog.origin(style.id).pack)) == kind
    )
    near = dict.fromkeys((*found, *alike))
    return [catalog.style(each) for each in near if each != chip.style and each in catalog.styles][:_MOST_STYLES]


def _called(style: Style[Any], *, english: bool) -> str:
    chinese = style.words.get("zh", ())
    return style.title if english or not chinese or style.trained else chinese[0]


def _in_language(words: tuple[str, ...], *, english: bool) -> str:
    return next((word for word in words if word.isascii() == english), words[0])


def _of_option(option: OptionField, value: Any) -> list[Change]:
    if option.kind == "choice":
        slugs = ((choice, choice.replace(" ", "-").replace(",", "")) for choice in option.choices)
        return [Change(choice.capitalize(), f"{option.name}={slug}") for choice, slug in slugs]
    steps = (("Least", option.least), ("Lower", step_option(option, value, -1)), ("Higher", step_option(option, value, 1)),
             ("Most", option.most))  # fmt: skip
    return [Change(title, f"{option.name}={each:g}") for title, each in steps]
