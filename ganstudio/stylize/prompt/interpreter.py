"""From a sentence to a look, by a small grammar over a table of phrases; no network is asked."""

from dataclasses import dataclass, replace
from typing import Any

from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import MOST_LAYERS, Layer, Look, begin_layer, normalise
from ganstudio.stylize.prompt.apply import Chip, Done, apply_plan, unfit
from ganstudio.stylize.prompt.mask_words import invert_mask
from ganstudio.stylize.prompt.parser import Reading
from ganstudio.stylize.prompt.style_plan import Deed, Plan
from ganstudio.stylize.prompt.tokenizer import phrases_of, pieces_of

_COLOURS = {
    "keep_colours": "keeps your colours", "match_colours": "matches your colours",
    "lock_points": "keeps black and white", "style": "the style's colours",
}  # fmt: skip


@dataclass(frozen=True)
class Understood:
    """The look that a sentence asks for, what was understood of it piece by piece, and the words that were not.

    `hint` says of words that were missed what could be done instead.
    """

    look: Look
    chips: tuple[Chip, ...] = ()
    missed: tuple[str, ...] = ()
    hint: str = ""


def understand(text: str, catalog: Catalog, now: Look | None = None) -> Understood:
    """What a sentence in English or Chinese asks for; without a style in it, `now` is what its words change.

    Pure and quick; any text is allowed, and what means nothing comes back as `missed`.
    """
    base = normalise(now, catalog) if now else Look(layers=())
    last = base.layers[-1].style if base.layers else ""
    reading = Reading(pieces_of(text, phrases_of(catalog)), catalog, last if last in catalog.styles else "")
    telling = _Telling(text, catalog)
    if reading.plans:
        base = Look(layers=())
        layers = _mixed([telling.plan(plan) for plan in reading.plans], reading, telling)
        layers = _ordered(_rest(layers, reading, telling), reading.plans)
    else:
        layers = telling.change(base.layers, reading.loose)
    layers = telling.drop(layers, reading)
    if len(layers) > MOST_LAYERS:
        layers = layers[:MOST_LAYERS]
        telling.hints.append(f"A look has at most {MOST_LAYERS} layers")
    look = base.model_copy(update={"layers": tuple(layers), **telling.colours(reading)})
    telling.miss(reading)
    chips = sorted(telling.chips, key=lambda chip: chip.start)
    missed = tuple(words for _, words in sorted(set(telling.missed)))
    return Understood(look, tuple(chips), missed, ". ".join(dict.fromkeys(telling.hints)))


def _mixed(layers: list[Layer], reading: Reading, telling: "_Telling") -> list[Layer]:
    """Styles that share the picture: each later one is laid on by its part of all that is below and itself."""
    parts = [next((deed.share for deed in plan.deeds if deed.before), None) for plan in reading.plans]
    said = [part for part in parts if part is not None]
    if len(layers) < 2 or not (reading.mix or (len(said) == len(layers) and abs(sum(said) - 1) < 0.02)):
        return layers
    weights = said if len(said) == len(layers) and sum(said) > 0 else [1.0] * len(layers)
    shares = [round(weight / sum(weights[: number + 1]), 3) for number, weight in enumerate(weights)]
    for plan, weight in zip(reading.plans, weights, strict=True):
        telling.mix(plan, weight / sum(weights))
    return [layer.model_copy(update={"strength": share}) for layer, share in zip(layers, shares, strict=True)]


def _rest(layers: list[Layer], reading: Reading, telling: "_Telling") -> list[Layer]:
    """“The rest” is where the other style is not; with several others it is laid beneath them, everywhere."""
    for number, plan in enumerate(reading.plans):
        for deed in (each for each in plan.deeds if each.value == "rest"):
            masks = [layer.mask for other, layer in enumerate(layers) if other != number and layer.mask is not None]
            if len(masks) == 1:
                layers[number] = layers[number].model_copy(update={"mask": invert_mask(masks[0])})
                telling.chip(deed, kind="region", meaning="everywhere else")
            elif masks:
                telling.chip(deed, kind="region", meaning="beneath the others")
                return [layers[number], *layers[:number], *layers[number + 1 :]]
            elif layers[number].mask is None:
                telling.missed.append((deed.start, telling.words(deed)))
    return layers


def _ordered(layers: list[Layer], plans: list[Plan]) -> list[Layer]:
    """As they are laid on: what is said to be beneath changes places with the one before it."""
    ordered = list(layers)
    for number, plan in enumerate(plans):
        if plan.beneath and len(layers) == len(plans):
            ordered[number - 1], ordered[number] = ordered[number], ordered[number - 1]
    return ordered


class _Telling:
    """Gathers chips and missed words, with the sentence that they come from."""

    def __init__(self, text: str, catalog: Catalog) -> None:
        self._text, self._catalog = text, catalog
        self.chips: list[Chip] = []
        self.missed: list[tuple[int, str]] = []
        self.hints: list[str] = []

    def words(self, said: Any) -> str:
        """The words of the sentence that something was said in."""
        return " ".join(self._text[said.start : said.end].split())

    def chip(self, said: Any, **told: Any) -> None:
        """One more chip."""
        self.chips.append(Chip(words=self.words(said), start=said.start, end=said.end, **told))

    def plan(self, plan: Plan) -> Layer:
        """The layer of a plan."""
        title, nearest = self._catalog.style(plan.style).title, plan.nearest
        if nearest and nearest.painter and plan.style not in _plain_styles(nearest.styles, self._catalog):
            title = f"{title}, after {nearest.name}"
        elif nearest:
            title = f"{title}, nearest style to {nearest.name}"
        self.chip(plan, kind="style", meaning=title, style=plan.style)
        return self._take(apply_plan(begin_layer(self._catalog.style(plan.style)), plan.deeds, self._catalog))

    def change(self, layers: tuple[Layer, ...], plan: Plan) -> list[Layer]:
        """The layers with the last one changed; with none everything is missed."""
        if not layers or layers[-1].style not in self._catalog.styles:
            self.missed += [(deed.start, self.words(deed)) for deed in plan.deeds if deed.value != "everywhere"]
            self.hints += [hint for deed in plan.deeds for hint in unfit(deed)]
            return list(layers)
        return [*layers[:-1], self._take(apply_plan(layers[-1], plan.deeds, self._catalog))]

    def _take(self, done: Done) -> Layer:
        for deed, told in done.chips:
            self.chip(deed, **told)
        self.missed += [(deed.start, self.words(deed)) for deed in done.missed]
        self.hints += done.hints
        return done.layer

    def mix(self, plan: Plan, part: float) -> None:
        """Say of a style's share what it comes to."""
        said: Deed | Plan = next((deed for deed in plan.deeds if deed.before), plan)
        for number, chip in enumerate(self.chips):
            if (chip.start, chip.end) == (said.start, said.end):
                what = "" if isinstance(said, Deed) else f"{chip.meaning}, "
                kind = "mix" if isinstance(said, Deed) else "style"
                self.chips[number] = replace(chip, kind=kind, meaning=f"{what}{100 * part:.0f} % of the mix")

    def drop(self, layers: list[Layer], reading: Reading) -> list[Layer]:
        """Without the styles that are not wanted."""
        for style, piece in reading.dropped:
            self.chip(piece, kind="style", meaning=f"no {self._catalog.style(style).title}")
            layers = [layer for layer in layers if layer.style != style]
        return layers

    def colours(self, reading: Reading) -> dict[str, bool]:
        """What is kept of the picture's colours."""
        flags: dict[str, bool] = {}
        for piece in reading.colours:
            if piece.value == "lock_points":
                flags["lock_points"] = True
            else:
                flags |= {name: name == piece.value for name in ("keep_colours", "match_colours")}
            self.chip(piece, kind="colours", meaning=_COLOURS[piece.value])
        return flags

    def miss(self, reading: Reading) -> None:
        """What no word of the tables means."""
        self.missed += [(piece.start, self.words(piece)) for piece in reading.missed]
        self.hints += reading.hints


def _plain_styles(styles: tuple[str, ...], catalog: Catalog) -> list[str]:
    """Those of the styles that no network learnt from paintings."""
    return [style for style in styles if style in catalog.styles and not catalog.style(style).trained]
