"""Does to the layer of a style what a sentence says of it, and says so chip by chip."""

from dataclasses import dataclass, field
from typing import Any

from ganstudio.api.options import OptionField, fields
from ganstudio.api.style import Style
from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Layer
from ganstudio.stylize.mask import Mask
from ganstudio.stylize.prompt import vocabulary as known
from ganstudio.stylize.prompt.mask_words import REGIONS, combine_masks
from ganstudio.stylize.prompt.option_setting import Target, find_setting, only_names_a_choice
from ganstudio.stylize.prompt.style_plan import Edit

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
class AppliedPlan:
    """A layer with its edits done; chips as the edit and what is told of it, and the edits that it had nothing for."""

    layer: Layer
    style: Style[Any]
    chips: list[tuple[Edit, dict[str, Any]]] = field(default_factory=list)
    missed: list[Edit] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def apply_plan(layer: Layer, edits: list[Edit], catalog: Catalog) -> AppliedPlan:
    """Do them one after the other; of strengths a plain figure goes before all that was said sooner."""
    applied = AppliedPlan(layer, catalog.style(layer.style))
    last = max((number for number, edit in enumerate(edits) if edit.kind == "strength"), default=-1)
    for number, edit in enumerate(edits):
        if edit.kind not in ("strength", "scale") or number >= last:
            _EDITORS[edit.kind](applied, edit)
    return applied


def _add_chip(applied: AppliedPlan, edit: Edit, meaning: str, details: dict[str, Any] | None = None, **changes: Any) -> None:
    """Change the layer and say so."""
    kind = {"assign": "option", "scale": "strength"}.get(edit.kind, edit.kind)
    applied.layer = applied.layer.model_copy(update=changes)
    applied.chips.append((edit, {"kind": kind, "meaning": meaning, "style": applied.layer.style, **(details or {})}))


def _set_blend(applied: AppliedPlan, edit: Edit) -> None:
    _add_chip(applied, edit, tr("laid on as {blend}", blend=tr(str(edit.value))), blend=edit.value)


def _set_strength(applied: AppliedPlan, edit: Edit) -> None:
    if edit.share is not None:
        strength = min(1.5, edit.share)
    else:
        step = -min(0.8, _LESS * -edit.size) if edit.size < 0 else _MORE * edit.size
        strength = round(max(0.1, min(1.5, applied.layer.strength * (1 + step))), 3)
    _add_chip(applied, edit, f"strength {100 * strength:.0f} %", {"value": strength}, strength=strength)


def _set_region(applied: AppliedPlan, edit: Edit) -> None:
    """Where the layer counts: one place, or two that one mask can cut out of each other; “the rest” is seen to later."""
    if edit.value == "everywhere" and applied.layer.mask is not None:
        _add_chip(applied, edit, "everywhere", mask=None)
    if edit.value in ("everywhere", "rest"):
        return
    mask, meaning = REGIONS[edit.value]
    mask = mask.model_copy(update={"invert": edit.invert})
    if applied.layer.mask is not None and any(details["kind"] == "region" for _, details in applied.chips):
        _intersect_region(applied, edit, mask, meaning)
    else:
        _add_chip(
            applied,
            edit,
            tr("not {place}", place=tr(meaning)) if edit.invert else tr("only {place}", place=tr(meaning)),
            mask=mask,
        )


def _intersect_region(applied: AppliedPlan, edit: Edit, mask: Mask, meaning: str) -> None:
    """A second place for the same style."""
    both = combine_masks(applied.layer.mask, mask) if applied.layer.mask and not edit.joined else None
    if both is None:
        applied.missed.append(edit)
        applied.hints.append(tr("One place for each style; name the style again for another"))
    else:
        _add_chip(applied, edit, tr("there {place}", place=tr(meaning)), mask=both)


def _set_option(applied: AppliedPlan, edit: Edit) -> None:
    """An option by a step, or to what was said; the style may have none for it."""
    options = {each.name: each for each in fields(applied.style.Options)}
    target = Target(edit, options, applied.layer)
    if found := find_setting(target):
        _change_option(applied, edit, *found)
    elif not only_names_a_choice(target):
        applied.missed.append(edit)
        applied.hints += unfit(edit)


def _change_option(applied: AppliedPlan, edit: Edit, option: OptionField, value: Any) -> None:
    now = applied.layer.options.get(option.name, option.default)
    title = tr(option.title).lower()
    if isinstance(value, str):
        meaning = f"{title}: {tr(value)}"
    else:
        meaning = f"{title} {value:g}" if value == now else f"{title} {now:g} → {value:g}"
    details = {"option": option.name, "value": value}
    _add_chip(applied, edit, meaning, details, options=applied.layer.options | {option.name: value})


def unfit(edit: Edit) -> list[str]:
    """What is to be said where no option is found for it."""
    meant = [*(edit.adjective[:1] if edit.adjective else ()), *edit.choices]
    return [known.UNFIT[each] for each in meant if each in known.UNFIT]


# What does each kind of edit.
_EDITORS = {
    "option": _set_option, "assign": _set_option, "strength": _set_strength, "scale": _set_strength,
    "region": _set_region, "blend": _set_blend,
}  # fmt: skip
