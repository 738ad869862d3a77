"""From a sentence to a look, by a table of phrases and a table of patterns; no network is asked."""

from dataclasses import dataclass, replace
from typing import Any

from ganstudio.core.translation import tr, tr_noop
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import MOST_LAYERS, Layer, Look, begin_layer, normalise
from ganstudio.stylize.mask import Mask
from ganstudio.stylize.prompt.apply import AppliedPlan, Chip, apply_plan, unfit
from ganstudio.stylize.prompt.draft import Draft
from ganstudio.stylize.prompt.mask_words import invert_mask
from ganstudio.stylize.prompt.parser import parse
from ganstudio.stylize.prompt.phrases import phrases_of
from ganstudio.stylize.prompt.style_plan import Edit, Plan
from ganstudio.stylize.prompt.tokenizer import Piece, pieces_of

_COLOURS = {
    "keep_colours": tr_noop("keeps your colours"), "match_colours": tr_noop("matches your colours"),
    "lock_points": tr_noop("keeps black and white"), "style": tr_noop("the style's colours"),
}  # fmt: skip


@dataclass(frozen=True)
class Interpretation:
    """The look that a sentence asks for, what was understood of it piece by piece, and the words that were not.

    `hint` says of words that were missed what could be done instead.
    """

    look: Look
    chips: tuple[Chip, ...] = ()
    missed: tuple[str, ...] = ()
    hint: str = ""


def interpret(text: str, catalog: Catalog, now: Look | None = None) -> Interpretation:
    """What a sentence in English or Chinese asks for; without a style in it, `now` is what its words change.

    Pure and quick; any text is allowed, and what means nothing comes back as `missed`.
    """
    base = normalise(now, catalog) if now else Look(layers=())
    last = base.layers[-1].style if base.layers else ""
    draft = parse(pieces_of(text, phrases_of(catalog)), catalog, last if last in catalog.styles else "")
    builder = _LookBuilder(text, catalog, draft)
    if draft.plans:
        base, layers = Look(layers=(), adjustments=base.adjustments), builder.build_layers()
    else:
        layers = builder.change_layers(base.layers)
    layers = builder.limit(builder.drop_styles(layers))
    look = base.model_copy(update={"layers": tuple(layers), **builder.set_colours()})
    builder.miss_pieces()
    chips = sorted(builder.chips, key=lambda chip: chip.start)
    missed = tuple(words for _, words in sorted(set(builder.missed)))
    return Interpretation(look, tuple(chips), missed, ". ".join(dict.fromkeys(builder.hints)))


class _LookBuilder:
    """Builds layers from the plans of a sentence, and gathers chips, missed words and hints on the way."""

    def __init__(self, text: str, catalog: Catalog, draft: Draft) -> None:
        self._text, self._catalog, self._draft = text, catalog, draft
        self.chips: list[Chip] = []
        self.missed: list[tuple[int, str]] = []
        self.hints: list[str] = []

    def build_layers(self) -> list[Layer]:
        """A layer for each plan, in the order in which they are laid on."""
        layers = [self._build_layer(plan) for plan in self._draft.plans]
        layers = self._place_rest(self._mix(layers))
        for number, plan in enumerate(self._draft.plans):
            if plan.beneath and len(layers) == len(self._draft.plans):
                layers[number - 1], layers[number] = layers[number], layers[number - 1]
        return layers

    def change_layers(self, layers: tuple[Layer, ...]) -> list[Layer]:
        """The layers with the last one changed; with none everything is missed."""
        edits = self._draft.loose.edits
        if not layers or layers[-1].style not in self._catalog.styles:
            self._miss([edit for edit in edits if edit.value != "everywhere"])
            self.hints += [hint for edit in edits for hint in unfit(edit)]
            return list(layers)
        return [*layers[:-1], self._note(apply_plan(layers[-1], edits, self._catalog))]

    def drop_styles(self, layers: list[Layer]) -> list[Layer]:
        """Without the styles that are not wanted."""
        for style, piece in self._draft.dropped:
            self._add_chip(piece, kind="style", meaning=tr("no {style}", style=tr(self._catalog.style(style).title)))
            layers = [layer for layer in layers if layer.style != style]
        return layers

    def limit(self, layers: list[Layer]) -> list[Layer]:
        """As many as a look may have."""
        if len(layers) > MOST_LAYERS:
            self.hints.append(tr("A look has at most {most} layers", most=MOST_LAYERS))
        return layers[:MOST_LAYERS]

    def set_colours(self) -> dict[str, bool]:
        """What is kept of the picture's colours: the look's own fields."""
        flags: dict[str, bool] = {}
        for piece in self._draft.colours:
            if piece.value == "lock_points":
                flags["lock_points"] = True
            else:
                flags |= {name: name == piece.value for name in ("keep_colours", "match_colours")}
            self._add_chip(piece, kind="colours", meaning=tr(_COLOURS[piece.value]))
        return flags

    def miss_pieces(self) -> None:
        """What no word of the tables means."""
        self._miss(self._draft.missed)
        self.hints += self._draft.hints

    def _build_layer(self, plan: Plan) -> Layer:
        style = self._catalog.style(plan.style)
        self._add_chip(plan, kind="style", meaning=f"{tr(style.title)}{self._explain_nearest(plan)}", style=plan.style)
        return self._note(apply_plan(begin_layer(style), plan.edits, self._catalog))

    def _explain_nearest(self, plan: Plan) -> str:
        """How the style stands to the name that was said; a painter has it where a network learnt from paintings."""
        if plan.nearest is None:
            return ""
        learnt = self._catalog.style(plan.style).trained or plan.style not in plan.nearest.styles
        words = tr_noop(", after {name}") if plan.nearest.painter and learnt else tr_noop(", nearest style to {name}")
        return tr(words, name=tr(plan.nearest.name))

    def _mix(self, layers: list[Layer]) -> list[Layer]:
        """Styles that share the picture: each later one is laid on by its part of all that is below and itself."""
        weights = _weights_of(self._draft)
        if not weights:
            return layers
        for plan, weight in zip(self._draft.plans, weights, strict=True):
            self._tell_share(plan, weight / sum(weights))
        shares = [round(weight / sum(weights[: number + 1]), 3) for number, weight in enumerate(weights)]
        return [layer.model_copy(update={"strength": share}) for layer, share in zip(layers, shares, strict=True)]

    def _tell_share(self, plan: Plan, part: float) -> None:
        """Write the resulting share of a style into the chip of its figure, or else into that of its name."""
        edit = next((edit for edit in plan.edits if edit.before), None)
        place = (edit or plan).start, (edit or plan).end
        for number, chip in enumerate(self.chips):
            if (chip.start, chip.end) == place:
                name, kind = ("", "mix") if edit else (f"{chip.meaning}, ", "style")
                self.chips[number] = replace(
                    chip, kind=kind, meaning=tr("{name}{part:.0f} % of the mix", name=name, part=100 * part)
                )

    def _place_rest(self, layers: list[Layer]) -> list[Layer]:
        """“The rest” is where the other style is not; with several others it is laid beneath them, everywhere."""
        rests = [(n, edit) for n, plan in enumerate(self._draft.plans) for edit in plan.edits if edit.value == "rest"]
        for number, edit in rests:
            masks = _masks_beside(layers, number)
            if len(masks) > 1:
                self._add_chip(edit, kind="region", meaning=tr("beneath the others"))
                return [layers[number], *layers[:number], *layers[number + 1 :]]
            if masks:
                layers[number] = layers[number].model_copy(update={"mask": invert_mask(masks[0])})
                self._add_chip(edit, kind="region", meaning=tr("everywhere else"))
            elif layers[number].mask is None:
                self._miss([edit])
        return layers

    def _note(self, applied: AppliedPlan) -> Layer:
        """The layer of a plan that was applied, with what was told on the way."""
        for edit, details in applied.chips:
            self._add_chip(edit, **details)
        self._miss(applied.missed)
        self.hints += applied.hints
        return applied.layer

    def _add_chip(self, said: Edit | Plan | Piece, **details: Any) -> None:
        self.chips.append(Chip(words=self._words(said), start=said.start, end=said.end, **details))

    def _miss(self, said: list[Edit] | list[Piece]) -> None:
        self.missed += [(each.start, self._words(each)) for each in said]

    def _words(self, said: Edit | Plan | Piece) -> str:
        """The words of the sentence that something was said in."""
        return " ".join(self._text[said.start : said.end].split())


def _weights_of(draft: Draft) -> list[float]:
    """The parts of styles that share the picture; empty where they are laid on one another."""
    shares = [share for plan in draft.plans if (share := _share_of(plan)) is not None]
    complete, count = len(shares) == len(draft.plans), len(draft.plans)
    if count < 2 or not (draft.mixed or (complete and abs(sum(shares) - 1) < 0.02)):
        return []
    return shares if complete and sum(shares) > 0 else [1.0] * count


def _share_of(plan: Plan) -> float | None:
    """The share that is said before the style: “half oil”."""
    return next((edit.share for edit in plan.edits if edit.before), None)


def _masks_beside(layers: list[Layer], number: int) -> list[Mask]:
    return [layer.mask for other, layer in enumerate(layers) if other != number and layer.mask is not None]
