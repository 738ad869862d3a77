"""Which option of a style an edit is about, and the value that it gets."""

from dataclasses import dataclass
from typing import Any

from ganstudio.api.options import PER_MILLE, OptionField
from ganstudio.stylize.look import Layer
from ganstudio.stylize.prompt import vocabulary as known
from ganstudio.stylize.prompt.phrases import parts_of
from ganstudio.stylize.prompt.style_plan import Edit
from ganstudio.stylize.prompt.tokenizer import Noun

_STEP = 0.25  # of an option's range: what “more” adds


@dataclass(frozen=True)
class Target:
    """An edit of an option, with the options of the layer's style by their names."""

    edit: Edit
    options: dict[str, OptionField]
    layer: Layer

    @property
    def numbers(self) -> dict[str, OptionField]:
        """The options that are numbers of a range."""
        return {name: each for name, each in self.options.items() if each.least is not None and each.most is not None}

    @property
    def choices(self) -> list[OptionField]:
        """The options that are one of several words."""
        return [option for option in self.options.values() if option.kind == "choice"]


Setting = tuple[OptionField, Any]  # an option and its value
Direction = tuple[OptionField, int]  # an option and whether it rises (1) or falls (-1)


def find_setting(target: Target) -> Setting | None:
    """The option and its new value; None where the style has nothing for the edit."""
    return next((setting for find in _FINDERS if (setting := find(target))), None)


def only_names_a_choice(target: Target) -> bool:
    """“The palette” alone says nothing of it."""
    edit, names = target.edit, {option.name for option in target.choices}
    singular = {name.removesuffix("s") for name in names}
    return edit.noun is not None and edit.adjective is None and edit.size == 1 and edit.noun[0] in names | singular


def _find_by_name(target: Target) -> Setting | None:
    """“detail=30%”, as the window writes it: the option by its own name."""
    if target.edit.kind != "assign" or (option := target.options.get(target.edit.value[0])) is None:
        return None
    text = target.edit.value[1]
    if option.kind == "choice":
        return next(((option, each) for each in option.choices if each.replace(" ", "-").replace(",", "") == text), None)
    return (option, _parse_number(option, text)) if option.name in target.numbers and _is_number(text) else None


def _is_number(text: str) -> bool:
    return text.removesuffix("%").replace(".", "", 1).isdigit()


def _parse_number(option: OptionField, text: str) -> float:
    return option_at_share(option, float(text[:-1]) / 100) if text.endswith("%") else _clamp(option, float(text))


def _find_by_choice(target: Target) -> Setting | None:
    """A choice by its own words."""
    edit = target.edit
    wanted = edit.choices or ((edit.noun[0],) if edit.noun and not edit.least else ())
    found = (
        (option, word)
        for word in wanted
        if word not in target.options
        for option in target.choices
        if word in option.choices
    )
    return next(found, None)


def _find_by_count(target: Target) -> Setting | None:
    """A choice by how many parts it has: “two inks”."""
    edit = target.edit
    if edit.noun is None or edit.count is None:
        return None
    singular = edit.noun[0].removesuffix("s")
    option = next((each for each in target.choices if each.name.removesuffix("s") == singular), None)
    choices = option.choices if option else ()
    return next(((option, each) for each in choices if option and len(parts_of(each)) == edit.count), None)


def _find_grey(target: Target) -> Setting | None:
    """Black and white, where the style has no choice of that name: no colour."""
    meant = _options_for("grey", target.numbers) if "grey" in target.edit.choices else []
    return (meant[0][0], meant[0][0].least) if meant else None


def _find_absence(target: Target) -> Setting | None:
    """“No dots”, where an option for it is not the one that “smaller dots” changes."""
    edit = target.edit
    meant = _options_for(f"no {edit.noun[1]}", target.numbers) if edit.least and edit.noun else []
    return (meant[0][0], meant[0][0].least) if meant else None


def _find_by_meaning(target: Target) -> Setting | None:
    """The first option for the noun, else for the adjective."""
    edit, numbers = target.edit, target.numbers
    if edit.kind == "assign" or "grey" in edit.choices:
        return None
    adjective, sign = edit.adjective or ("", 1)
    meant: list[Direction] = []
    if edit.noun and (not edit.adjective or _scales(adjective, edit.noun)):
        # “bold colours” are colourful, not more of them
        meant = _options_of_noun(edit.noun, numbers, by_name=not (edit.adjective and edit.noun[1] == "colourful"))
    meant = meant or _options_for(adjective, numbers)
    return _value_for(target, *meant[0], sign) if meant else None


def _value_for(target: Target, option: OptionField, way: int, sign: int) -> Setting | None:
    """The value that an edit gives an option which it is about."""
    edit = target.edit
    if edit.least:
        return option, option.least if way > 0 else option.most
    if edit.count is not None:
        return (option, _clamp(option, edit.count)) if option.kind == "whole" else None
    if edit.share is not None:
        return option, option_at_share(option, edit.share)
    return option, step_option(option, target.layer.options.get(option.name, option.default), sign * way * edit.size)


def _scales(adjective: str, noun: Noun) -> bool:
    """Whether the adjective says how much there is of the noun: thick lines, soft colours; but soft lines are soft."""
    return adjective == "size" or noun[1] in known.SCALES.get(adjective, ()) or adjective == noun[1]


def _options_of_noun(noun: Noun, numbers: dict[str, OptionField], *, by_name: bool) -> list[Direction]:
    word, meaning = noun
    named = [(numbers[name], 1) for name in (word, f"{word}s") if by_name and name in numbers]
    return named or _options_for(meaning, numbers)


def _options_for(concept: str, numbers: dict[str, OptionField]) -> list[Direction]:
    """The options that a style has for a concept, each with which way it is changed."""
    wanted = ((each.lstrip("-"), -1 if each.startswith("-") else 1) for each in known.OPTIONS.get(concept, ()))
    return [(numbers[name], way) for name, way in wanted if name in numbers]


def step_option(option: OptionField, now: Any, size: float) -> float:
    """The value a step further; lengths grow by their share, others along their range."""
    least, most = float(option.least or 0), float(option.most or 0)
    return _clamp(option, float(now) * 1.6**size if option.unit == PER_MILLE else float(now) + _STEP * size * (most - least))


def option_at_share(option: OptionField, share: float) -> float:
    """The value at that share of the option's range."""
    least, most = float(option.least or 0), float(option.most or 0)
    return _clamp(option, least + share * (most - least))


def _clamp(option: OptionField, value: float) -> float:
    value = max(float(option.least or 0), min(float(option.most or 0), value))
    return round(value) if option.kind == "whole" else round(value, 3)


# How the option of an edit is found, and its value; the first that finds one counts.
_FINDERS = (_find_by_name, _find_by_choice, _find_by_count, _find_grey, _find_absence, _find_by_meaning)
