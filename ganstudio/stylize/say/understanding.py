"""Understanding: from a sentence to a look, by a small grammar over a table of phrases; no network is asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ganstudio.options import PER_MILLE, OptionField, fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.mask import Fade, Mask, Tones
from ganstudio.stylize.say import words as known
from ganstudio.stylize.say.grammar import Piece, phrases_of, pieces_of, tokens_of

_STEP = 0.25  # of an option's range: what “more” adds
_ALL = 10.0  # an amount beyond all others: “no”
_LESS, _MORE = 0.3, 0.25  # of the strength: what “weaker” takes and “stronger” adds

_SKY = Mask(fade=Fade(start=(0.5, 0.7), end=(0.5, 0.35)), tones=Tones(low=0.45, soft=0.2))
REGIONS = {
    "sky": (_SKY, "the upper part, where it is bright"),
    "ground": (Mask(fade=Fade(start=(0.5, 0.4), end=(0.5, 0.6))), "the lower half"),
    "top": (Mask(fade=Fade(start=(0.5, 0.6), end=(0.5, 0.4))), "the upper half"),
    "left": (Mask(fade=Fade(start=(0.55, 0.5), end=(0.45, 0.5))), "the left half"),
    "right": (Mask(fade=Fade(start=(0.45, 0.5), end=(0.55, 0.5))), "the right half"),
    "shadows": (Mask(tones=Tones(high=0.35, soft=0.15)), "where it is dark"),
    "lights": (Mask(tones=Tones(low=0.65, soft=0.15)), "where it is bright"),
    "background": (Mask(fade=Fade(start=(0.5, 0.65), end=(0.5, 0.35))), "the upper part: what lies behind is not known"),
}  # fmt: skip


@dataclass(frozen=True)
class Chip:
    """One thing that was understood: its kind, the words for it, and what they do."""

    kind: str
    words: str
    meaning: str


@dataclass(frozen=True)
class Understood:
    """The look that a sentence asks for, what was understood of it piece by piece, and the words that were not."""

    look: Look
    chips: tuple[Chip, ...] = ()
    missed: tuple[str, ...] = ()


@dataclass
class _Saying:
    """What has been understood so far; `waiting` are qualities whose layer is not settled.

    `strength` is what was said of it, None for nothing. `amount`, `direction`, `negated` and `place` wait for the word that
    they belong to; `just` tells that the last quality was just said, and may still be weighed.
    """

    layers: list[Layer]
    catalog: Catalog
    flags: dict[str, bool] = field(default_factory=dict)
    chips: list[Chip] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    waiting: list[tuple[str, int, float, str]] = field(default_factory=list)
    strength: float | None = None
    blend: str = ""
    mask: Mask | None = None
    amount: float = 1.0
    direction: int = 0
    negated: bool = False
    place: str = "only"
    just: bool = False


def understand(text: str, catalog: Catalog, now: Look | None = None) -> Understood:
    """What a sentence in English or Chinese asks for; without a style in it, `now` is what its words change.

    Pure and quick; any text is allowed, and what means nothing comes back as `missed`.
    """
    pieces = list(pieces_of(tokens_of(text), phrases_of(catalog)))
    has_style = any(piece.kind == "style" for piece in pieces)
    saying = _Saying([] if has_style or now is None else list(now.layers), catalog)
    _read(pieces, saying)
    base = Look(layers=()) if has_style or now is None else now
    _settle(saying)
    look = base.model_copy(update={"layers": tuple(saying.layers), **saying.flags})
    return Understood(look, tuple(saying.chips), tuple(saying.missed))


def _read(pieces: list[Piece], saying: _Saying) -> None:
    """Go through the pieces: a direction (“less”), an amount (“a little”) or a “no” belongs to the quality after it.

    Where none follows, it belongs to the quality before it, as in Chinese, or else to the strength.
    """
    pieces = [piece for piece in pieces if piece.kind != "filler"]
    for number, piece in enumerate(pieces):
        rest = [each.kind for each in pieces[number + 1 :]]
        _READERS[piece.kind](saying, piece, rest)


def _style(saying: _Saying, piece: Piece, _rest: list[str]) -> None:
    """A new layer; what was said before belongs to the one before, if there is one."""
    style, remark = piece.value
    saying.just = False
    if saying.layers and saying.layers[-1].style == style:
        return  # “a pencil sketch”, “bigger dots” of a halftone: the same one
    if saying.layers:
        _settle(saying)
    saying.layers.append(Layer(style=style))
    title = saying.catalog.style(style).title
    saying.chips.append(Chip("style", piece.words, f"{title}, {remark}" if remark else title))


def _amount(saying: _Saying, piece: Piece, rest: list[str]) -> None:
    if saying.just and rest[:1] not in (["quality"], ["less"], ["more"], ["strokes"]):
        _again(saying, piece)
    else:
        saying.amount = piece.value


def _direction(saying: _Saying, piece: Piece, rest: list[str]) -> None:
    """“less” and “more”: of the quality that follows, or in Chinese of the one before, or of the whole style."""
    follows = next((kind for kind in rest if kind != "amount"), "")
    if follows == "quality":
        saying.direction = piece.value
    elif saying.just and not piece.words.isascii():
        _again(saying, piece)
    else:
        _weigh(saying, piece.value * (-1 if saying.negated else 1), saying.amount, piece.words)
        saying.amount, saying.negated, saying.just = 1.0, False, False


def _quality(saying: _Saying, piece: Piece, _rest: list[str]) -> None:
    name, sign = piece.value
    size = -_ALL if saying.negated else saying.amount * (saying.direction or 1)
    saying.waiting.append((name, sign, size, piece.words))
    saying.just = True
    saying.amount, saying.direction, saying.negated = 1.0, 0, False


def _share(saying: _Saying, piece: Piece, _rest: list[str]) -> None:
    saying.strength = min(1.5, piece.value)
    saying.chips.append(Chip("strength", piece.words, f"strength {100 * saying.strength:.0f} %"))


def _blend(saying: _Saying, piece: Piece, _rest: list[str]) -> None:
    saying.blend = piece.value
    saying.chips.append(Chip("blend", piece.words, f"laid on as {piece.value}"))


def _not(saying: _Saying, _piece: Piece, _rest: list[str]) -> None:
    saying.negated = True


def _place(saying: _Saying, piece: Piece, _rest: list[str]) -> None:
    saying.place = piece.kind


def _stop(saying: _Saying, _piece: Piece, _rest: list[str]) -> None:
    saying.just = saying.negated = False


def _missed(saying: _Saying, piece: Piece, _rest: list[str]) -> None:
    saying.missed.append(piece.words)


def _nothing(_saying: _Saying, _piece: Piece, _rest: list[str]) -> None:
    """The word says which part of the style is meant; the quality beside it says what of it."""


def _again(saying: _Saying, piece: Piece) -> None:
    """An amount after its quality, as in “柔和一点”: the quality is as it was, by so much."""
    name, sign, size, said = saying.waiting[-1]
    between = "" if not piece.words.isascii() else " "
    saying.waiting[-1] = name, sign, size * piece.value, f"{said}{between}{piece.words}"


def _weigh(saying: _Saying, direction: int, amount: float, words: str) -> None:
    """Weaker or stronger, of what the strength is."""
    now = saying.strength or (saying.layers[-1].strength if saying.layers else 1.0)
    step = -min(0.8, _LESS * amount) if direction < 0 else _MORE * amount
    saying.strength = round(max(0.1, min(1.5, now * (1 + step))), 3)
    saying.chips.append(Chip("strength", words, f"strength {100 * saying.strength:.0f} %"))


def _colours(saying: _Saying, piece: Piece, _rest: list[str]) -> None:
    meanings = {
        "keep_colours": "keeps your colours", "match_colours": "matches your colours",
        "lock_points": "keeps black and white", "style": "the style's colours",
    }  # fmt: skip
    if piece.value == "lock_points":
        saying.flags["lock_points"] = True
    else:
        saying.flags |= {name: name == piece.value for name in ("keep_colours", "match_colours")}
    saying.chips.append(Chip("colours", piece.words, meanings[piece.value]))
    saying.negated = False


def _region(saying: _Saying, piece: Piece, _rest: list[str]) -> None:
    """Where the last layer counts, or the first one, if it is yet to come."""
    mask, meaning = REGIONS[piece.value]
    invert = saying.place == "except" or saying.negated
    saying.mask = mask.model_copy(update={"invert": invert})
    saying.chips.append(Chip("region", piece.words, f"{'not ' if invert else 'only '}{meaning}"))
    saying.place, saying.negated = "only", False


def _settle(saying: _Saying) -> None:
    """Give the last layer what was said of it."""
    if not saying.layers:
        saying.missed += [words for _, _, _, words in saying.waiting]
        saying.waiting.clear()
        return
    layer = saying.layers[-1]
    if saying.strength is not None:
        layer = layer.model_copy(update={"strength": saying.strength})
    if saying.mask is not None:
        layer = layer.model_copy(update={"mask": saying.mask})
    if saying.blend:
        layer = layer.model_copy(update={"blend": saying.blend})
    for quality in saying.waiting:
        layer = _changed(saying, layer, *quality)
    saying.layers[-1] = layer
    saying.waiting.clear()
    saying.strength, saying.blend, saying.mask = None, "", None


def _changed(saying: _Saying, layer: Layer, quality: str, sign: int, size: float, words: str) -> Layer:
    """The layer with the option that the quality means turned by a step; the style may have none for it."""
    style = saying.catalog.style(layer.style)
    named = {each.name: each for each in fields(style.Options) if each.kind in ("number", "whole")}
    for wanted in known.OPTIONS[quality]:
        name, way = wanted.lstrip("-"), -1 if wanted.startswith("-") else 1
        if name in named and named[name].least is not None and named[name].most is not None:
            now = layer.options.get(name, named[name].default)
            value = _turned(named[name], now, sign * way * size)
            saying.chips.append(Chip("option", words, f"{name} {now:g} → {value:g}"))
            return layer.model_copy(update={"options": layer.options | {name: value}})
    saying.missed.append(words)
    return layer


def _turned(option: OptionField, now: Any, size: float) -> float:
    """The value a step further; lengths grow by their share, others along their range; nothing at all for a “no”."""
    least, most = float(option.least or 0), float(option.most or 0)
    if abs(size) >= _ALL:
        return option.least if size < 0 else option.most  # type: ignore[return-value]
    value = float(now) * 1.6**size if option.unit == PER_MILLE else float(now) + _STEP * size * (most - least)
    value = max(least, min(most, value))
    return round(value) if option.kind == "whole" else round(value, 3)


_READERS: dict[str, Callable[[_Saying, Piece, list[str]], None]] = {
    "style": _style, "amount": _amount, "less": _direction, "more": _direction, "quality": _quality,
    "percent": _share, "half": _share, "blend": _blend, "not": _not, "only": _place, "except": _place, "colours": _colours,
    "region": _region, "stop": _stop, "missed": _missed, "strokes": _nothing,
}  # fmt: skip
