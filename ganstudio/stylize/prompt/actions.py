"""What the rows of the grammar do: each notes in the draft what the pieces that a pattern fits say."""

from dataclasses import replace

from ganstudio.stylize.prompt.draft import Draft
from ganstudio.stylize.prompt.pattern import Match
from ganstudio.stylize.prompt.sentence import BOUNDARIES, NAMES
from ganstudio.stylize.prompt.style_plan import Edit
from ganstudio.stylize.prompt.tokenizer import Piece

_TOUCH = 0.35  # the strength of “a touch of”


def change_option(draft: Draft, match: Match) -> None:
    """An option up or down by steps, to its least (“no lead”) or to a share of its range (“grain 30%”)."""
    modifiers, adjective = match.modifiers, match.find("adjective")
    least = modifiers.negated and not modifiers.direction and adjective is None
    size = modifiers.size * match.amount
    _add_edit(draft, match, Edit("option", 0, 0, size, adjective, match.noun, least=least, share=match.find("share")))


def remove_option(draft: Draft, match: Match) -> None:
    """An option to its least, where “no” stands behind it."""
    _add_edit(draft, match, Edit("option", size=match.amount, noun=match.noun, least=True))


def choose_value(draft: Draft, match: Match) -> None:
    """An option to one of its choices."""
    _add_edit(draft, match, Edit("option", noun=match.noun, choices=match.value))


def set_count(draft: Draft, match: Match) -> None:
    """A number of something: “8 colours”, “two inks”."""
    _add_edit(draft, match, Edit("option", noun=match.noun, count=round(match.value)))


def assign_option(draft: Draft, match: Match) -> None:
    """An option by its name, as the window writes it: “detail=30%”."""
    _add_edit(draft, match, Edit("assign", value=match.value))


def set_strength(draft: Draft, match: Match) -> None:
    """The strength as a share, or as a number of hundredths: “strength 60%”, “强度 0.6”, “强度 60”."""
    share, number = match.find("share"), match.find("number")
    if share is None:
        share = number / 100 if number > 2 else number
    _add_edit(draft, match, Edit("strength", share=share))


def change_strength(draft: Draft, match: Match) -> None:
    """Less, more and amounts with no word of their own: of the strength, or of what was just said."""
    modifiers, end = match.modifiers, match.sentence.piece(match.end - 1).end
    meant = match.start - 1 if match.sentence.is_chinese(match.start) else match.end
    if modifiers.direction and match.sentence.piece(meant).kind == "missed":
        draft.missed.append(replace(match.first, kind="missed", end=end))
    elif modifiers.direction:
        _add_edit(draft, match, Edit("scale", size=modifiers.size * match.amount))
    elif modifiers.amount != 1 and not modifiers.negated:
        draft.repeat_edit(modifiers.amount * match.amount, end)


def weigh_style(draft: Draft, match: Match) -> None:
    """The strength of the style that follows: “a touch of halftone”, “a subtle watercolour”."""
    modifiers = match.modifiers
    if modifiers.direction and not modifiers.negated:
        _add_edit(draft, match, Edit("scale", size=modifiers.size))
    elif modifiers.amount < 1 and not modifiers.negated:
        _add_edit(draft, match, Edit("strength", share=_TOUCH))


def name_style(draft: Draft, match: Match) -> None:
    """A style; it goes before one that a painter's name stands for, and named once more it is not another."""
    piece, plan = match.first, draft.plan
    if plan.nearest and plan.clause == draft.clause:
        if piece.value not in plan.nearest.styles:
            draft.missed.append(Piece("missed", None, plan.nearest.name, plan.start, plan.end))
            plan.start = piece.start
        draft.rename_plan(piece, piece.value)
    elif plan.style != piece.value or match.sentence.piece(match.start - 1).kind == "then":
        draft.begin_plan(piece, piece.value)
    draft.adopt_waiting()


def name_nearest(draft: Draft, match: Match) -> None:
    """A painter or a material; a painter goes before a material, and a style's own name before both."""
    piece, plan, nearest = match.first, draft.plan, match.value
    style = match.sentence.best_style(nearest)
    if not plan.style or plan.clause != draft.clause:
        draft.begin_plan(piece, style, nearest)
    elif plan.nearest and (nearest.painter > plan.nearest.painter or style in plan.nearest.styles[1:]):
        draft.rename_plan(piece, style, nearest)
    elif plan.style not in nearest.styles and not plan.nearest:
        draft.missed.append(piece)
    elif match.sentence.follows_name(match.start):
        plan.end = max(plan.end, piece.end)


def extend_name(draft: Draft, match: Match) -> None:
    """A second word of the style's name."""
    draft.plan.end = match.first.end


def drop_style(draft: Draft, match: Match) -> None:
    """A style that is not wanted, with the “no” before it."""
    draft.dropped.append((match.value, replace(match.first, start=match.sentence.piece(match.start - 1).start)))


def drop_nearest(draft: Draft, match: Match) -> None:
    """The style that a name which is not wanted stands for."""
    draft.dropped.append((match.sentence.best_style(match.value), match.first))


def limit_to_place(draft: Draft, match: Match) -> None:
    """The region that follows is the only one."""
    draft.place, draft.outside = match.start, False


def exclude_place(draft: Draft, match: Match) -> None:
    """The region that follows is left out."""
    draft.place, draft.outside = match.start, True


def place_style(draft: Draft, match: Match) -> None:
    """Where the style counts; “except the rest” says nothing."""
    place, outside = _take_place(draft)
    if match.value != "rest" or not outside:
        _add_region(draft, match, place, invert=outside)


def place_style_elsewhere(draft: Draft, match: Match) -> None:
    """Where the style does not count: “the sky untouched”."""
    place, outside = _take_place(draft)
    if match.value != "rest" or not outside:
        _add_region(draft, match, place, invert=True)


def forget_place(draft: Draft, _match: Match) -> None:
    """“The rest untouched”: nothing is to be done."""
    _take_place(draft)


def set_blend(draft: Draft, match: Match) -> None:
    """How the layer is laid on."""
    _add_edit(draft, match, Edit("blend", value=match.value))


def set_colours(draft: Draft, match: Match) -> None:
    """What of the picture's colours is kept; refused, the style's own colours are wanted."""
    piece = match.first
    if match.sentence.is_refused(match.start) and piece.value != "style":
        piece = replace(piece, value="style", start=match.sentence.piece(match.start - 1).start)
    draft.colours.append(piece)


def begin_clause(draft: Draft, _match: Match) -> None:
    """Another part of the sentence."""
    draft.clause += 1


def begin_clause_below(draft: Draft, _match: Match) -> None:
    """Another part of the sentence, whose style lies below the one before."""
    draft.clause += 1
    draft.over = draft.clause


def mix_styles(draft: Draft, _match: Match) -> None:
    """The styles share the picture."""
    draft.mixed = True


def miss(draft: Draft, match: Match) -> None:
    """Words that mean nothing here; of some it is known what to say instead."""
    draft.missed.append(match.first)
    if match.first.kind == "beyond":
        draft.hints.append(match.value)


def skip(_draft: Draft, _match: Match) -> None:
    """Words that change nothing."""


def _take_place(draft: Draft) -> tuple[int | None, bool]:
    place, outside = draft.place, draft.outside
    draft.place, draft.outside = None, False
    return place, outside


def _add_region(draft: Draft, match: Match, place: int | None, *, invert: bool) -> None:
    at, piece = match.start, match.sentence.piece
    joined = piece(at - 1).kind in ("and", "stop") and piece(at - 2).kind == "region"
    start = place if place is not None and place >= at - 3 else at
    _add_edit(draft, replace(match, start=start), Edit("region", value=match.value, invert=invert, joined=joined))


def _add_edit(draft: Draft, match: Match, edit: Edit) -> None:
    """Note an edit that the pieces of a match say, for the style before or for the one after it."""
    ahead = _is_for_style_ahead(draft, match, edit.kind)
    before = ahead and edit.kind == "strength"
    edit = replace(edit, start=match.first.start, end=match.sentence.piece(match.end - 1).end, before=before)
    (draft.waiting if ahead and draft.plans else draft.plan.edits).append(edit)


def _is_for_style_ahead(draft: Draft, match: Match, kind: str) -> bool:
    """Whether an edit is of the style that stands right behind it, another than the one before."""
    sentence, ahead = match.sentence, match.sentence.piece(match.end)
    if ahead.kind not in NAMES or ahead.value == draft.plan.style:
        return False
    if kind == "strength":
        return not sentence.follows_name(match.start) or any(edit.kind == "strength" for edit in draft.plan.edits)
    if kind == "region" or sentence.is_chinese(match.start):
        return sentence.piece(match.start - 1).kind in BOUNDARIES
    return True
