"""What a sentence says of a style is done to its layer, and told chip by chip."""

from dataclasses import dataclass, field
from typing import Any

from ganstudio.api.options import PER_MILLE, OptionField, fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Layer
from ganstudio.stylize.prompt import vocabulary as known
from ganstudio.stylize.prompt.mask_words import REGIONS, combine_masks
from ganstudio.stylize.prompt.style_plan import Deed
from ganstudio.stylize.prompt.tokenizer import Noun, parts_of

_STEP = 0.25  # of an option's range: what “more” adds
_LESS, _MORE = 0.3, 0.25  # of the strength: what “weaker” takes and “stronger” adds


@dataclass(frozen=True)
class Chip:
    """One thing that was understood: its kind, the words for it and their place in the sentence, and what they do.

    Of a style it has the id, of an option the style's id and the option's name and value, of a strength the value.
    """

    kind: str
    words: str
    meaning: str
    start: int = 0
    end: int = 0
    style: str = ""
    option: str = ""
    value: Any = None


@dataclass
class Done:
    """A layer with what has been done to it; chips as kind, meaning and deed, and the deeds that it had nothing for."""

    layer: Layer
    chips: list[tuple[Deed, dict[str, Any]]] = field(default_factory=list)
    missed: list[Deed] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def apply_plan(layer: Layer, deeds: list[Deed], catalog: Catalog) -> Done:
    """Do them one after the other; of strengths a plain figure goes before all that was said sooner."""
    done = Done(layer)
    last = max((number for number, deed in enumerate(deeds) if deed.kind == "share"), default=-1)
    for number, deed in enumerate(deeds):
        if deed.kind in ("turn", "set"):
            _turn(done, deed, catalog)
        elif deed.kind == "region":
            _place(done, deed)
        elif deed.kind == "blend":
            _tell(done, deed, f"laid on as {deed.value}", blend=deed.value)
        elif number >= last:
            _weigh(done, deed)
    return done


def _tell(done: Done, deed: Deed, meaning: str, told: dict[str, Any] | None = None, **changes: Any) -> None:
    kind = {"turn": "option", "set": "option", "share": "strength", "weigh": "strength"}.get(deed.kind, deed.kind)
    done.layer = done.layer.model_copy(update=changes)
    done.chips.append((deed, {"kind": kind, "meaning": meaning, "style": done.layer.style, **(told or {})}))


def _weigh(done: Done, deed: Deed) -> None:
    if deed.share is not None:
        strength = min(1.5, deed.share)
    else:
        step = -min(0.8, _LESS * -deed.size) if deed.size < 0 else _MORE * deed.size
        strength = round(max(0.1, min(1.5, done.layer.strength * (1 + step))), 3)
    _tell(done, deed, f"strength {100 * strength:.0f} %", {"value": strength}, strength=strength)


def _place(done: Done, deed: Deed) -> None:
    """Where the layer counts: one place, or two that one mask can cut out of each other; “the rest” is seen to later."""
    if deed.value == "rest":
        return
    placed = [each for each, told in done.chips if told["kind"] == "region"]
    if deed.value == "everywhere":
        if done.layer.mask is not None:
            _tell(done, deed, "everywhere", mask=None)
        return
    mask, meaning = REGIONS[deed.value]
    mask = mask.model_copy(update={"invert": deed.invert})
    if placed and done.layer.mask is not None:
        both = None if deed.joined else combine_masks(done.layer.mask, mask)
        if both is None:
            done.missed.append(deed)
            done.hints.append("One place for each style; name the style again for another")
        else:
            _tell(done, deed, f"there {meaning}", mask=both)
    else:
        _tell(done, deed, f"{'not' if deed.invert else 'only'} {meaning}", mask=mask)


def _turn(done: Done, deed: Deed, catalog: Catalog) -> None:
    """Turn an option by a step, or to what was said; the style may have none for it."""
    options = {each.name: each for each in fields(catalog.style(done.layer.style).Options)}
    found = _named_value(deed, options) or _choice(deed, options) or _stepped(deed, options, done.layer)
    if found is None:
        if deed.noun and deed.adjective is None and deed.size == 1 and deed.noun[0] in _choosing(options):
            return  # “the palette” alone says nothing of it
        done.missed.append(deed)
        done.hints += unfit(deed)
        return
    option, value = found
    now = done.layer.options.get(option.name, option.default)
    title = option.title.lower()
    if isinstance(value, str):
        meaning = f"{title}: {value}"
    else:
        meaning = f"{title} {value:g}" if value == now else f"{title} {now:g} → {value:g}"
    told = {"option": option.name, "value": value}
    _tell(done, deed, meaning, told, options=done.layer.options | {option.name: value})


def unfit(deed: Deed) -> list[str]:
    """What is to be said where no option is found for it."""
    meant = [*(deed.adjective[:1] if deed.adjective else ()), *deed.choices]
    return [known.UNFIT[each] for each in meant if each in known.UNFIT]


def _choosing(options: dict[str, OptionField]) -> set[str]:
    names = {name for name, option in options.items() if option.kind == "choice"}
    return names | {name.removesuffix("s") for name in names}


def _named_value(deed: Deed, options: dict[str, OptionField]) -> tuple[OptionField, Any] | None:
    """“detail=30%”, as the window writes it: the option by its own name."""
    if deed.kind != "set" or (option := options.get(deed.value[0])) is None:
        return None
    said = deed.value[1]
    if option.kind == "choice":
        return next(((option, each) for each in option.choices if each.replace(" ", "-").replace(",", "") == said), None)
    share = said.removesuffix("%").replace(".", "", 1)
    if option.kind not in ("number", "whole") or not share.isdigit() or option.least is None or option.most is None:
        return None
    return option, option_at_share(option, float(said[:-1]) / 100) if said.endswith("%") else _within(option, float(said))


def _choice(deed: Deed, options: dict[str, OptionField]) -> tuple[OptionField, Any] | None:
    """A choice by its own words, or by how many parts it has: “two inks”."""
    wanted = (*deed.choices, *((deed.noun[0],) if deed.noun and not deed.choices and not deed.least else ()))
    choosing = [option for option in options.values() if option.kind == "choice"]
    for word in wanted:
        for option in choosing:
            if word in option.choices and word not in options:
                return option, word
    if deed.noun and deed.count is not None:
        for option in choosing:
            if option.name.removesuffix("s") == deed.noun[0].removesuffix("s"):
                return next(((option, each) for each in option.choices if len(parts_of(each)) == deed.count), None)
    return None


def _stepped(deed: Deed, options: dict[str, OptionField], layer: Layer) -> tuple[OptionField, Any] | None:
    numbers = {name: each for name, each in options.items() if each.least is not None and each.most is not None}
    if deed.kind == "set":
        return None
    if "grey" in deed.choices:
        return next(((option, option.least) for option, _ in _meant("grey", numbers)), None)
    adjective, sign = deed.adjective or ("", 1)
    scaled = deed.noun and (not deed.adjective or _scales(adjective, deed.noun))
    coloured = bool(deed.adjective and deed.noun and deed.noun[1] == "colourful")  # “bold colours”, not more of them
    if deed.least and deed.noun and (none := _meant(f"no {deed.noun[1]}", numbers)):
        return none[0][0], none[0][0].least
    found = _of_noun(deed.noun, numbers, plain=coloured) if scaled and deed.noun else None
    found = found or next(iter(_meant(adjective, numbers)), None)
    if found is None:
        return None
    option, way = found
    if deed.least:
        return option, option.least if way > 0 else option.most
    if deed.count is not None:
        return (option, _within(option, deed.count)) if option.kind == "whole" else None
    if deed.share is not None:
        return option, option_at_share(option, deed.share)
    return option, step_option(option, layer.options.get(option.name, option.default), sign * way * deed.size)


def _scales(adjective: str, noun: Noun) -> bool:
    """Whether the adjective says how much there is of the noun: thick lines, soft colours; but soft lines are soft."""
    return adjective == "size" or noun[1] in known.SCALES.get(adjective, ()) or adjective == noun[1]


def _of_noun(noun: Noun, numbers: dict[str, OptionField], *, plain: bool) -> tuple[OptionField, int] | None:
    word, meaning = noun
    for name in () if plain else (word, f"{word}s"):
        if name in numbers:
            return numbers[name], 1
    return next(iter(_meant(meaning, numbers)), None)


def _meant(concept: str, numbers: dict[str, OptionField]) -> list[tuple[OptionField, int]]:
    """The options that a style has for it, each with which way it is turned."""
    wanted = ((each.lstrip("-"), -1 if each.startswith("-") else 1) for each in known.OPTIONS.get(concept, ()))
    return [(numbers[name], way) for name, way in wanted if name in numbers]


def step_option(option: OptionField, now: Any, size: float) -> float:
    """The value a step further; lengths grow by their share, others along their range."""
    least, most = float(option.least or 0), float(option.most or 0)
    return _within(
        option, float(now) * 1.6**size if option.unit == PER_MILLE else float(now) + _STEP * size * (most - least)
    )


def option_at_share(option: OptionField, share: float) -> float:
    """The value at that share of the option's range."""
    least, most = float(option.least or 0), float(option.most or 0)
    return _within(option, least + share * (most - least))


def _within(option: OptionField, value: float) -> float:
    value = max(float(option.least or 0), min(float(option.most or 0), value))
    return round(value) if option.kind == "whole" else round(value, 3)
