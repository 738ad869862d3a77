"""The phrases of a sentence become plans, one for each style, with what is to be done to it."""

from collections.abc import Callable
from dataclasses import replace

from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.prompt import vocabulary as known
from ganstudio.stylize.prompt.nearest_name import GENERIC, Nearest
from ganstudio.stylize.prompt.style_plan import BOUNDARIES, Context, Deed, Modifiers, Plan
from ganstudio.stylize.prompt.tokenizer import Piece

_TOUCH = 0.35  # the strength of “a touch of”


class Reading(Context):
    """Goes through the pieces once; the plans, and the colours, places and styles that hold for the whole look."""

    def __init__(self, pieces: list[Piece], catalog: Catalog, now: str = "") -> None:
        super().__init__(pieces, catalog, now)
        self.colours: list[Piece] = []
        self.dropped: list[tuple[str, Piece]] = []
        self.missed: list[Piece] = []
        self.hints: list[str] = []
        self.mix: Piece | None = None
        self._coming: list[Deed] = []
        self._clause = 0
        self._over = -1  # the clause in which “over” waits for what is below
        self._place: Piece | None = None
        at = 0
        while at < len(self._pieces):
            at = self._read(at)
        self._plan.deeds += self._coming

    def _read(self, at: int) -> int:
        """Read what begins there; the place of what comes next."""
        modifiers, head = self._modifiers(at)
        piece = self._piece(head)
        if piece.kind == "adjective":
            return self._adjective(at, head, modifiers)
        if self._is_noun(head, modified=head > at) or (head == at and self._is_turned(at)):
            return self._noun(at, head, modifiers)
        if piece.kind in ("style", "nearest") and head > at:
            self._modify_style(at, head, modifiers)
        elif piece.kind == "region" and modifiers.negated:
            self._place = replace(self._piece(at), kind="except")
        elif head > at:
            return self._bare(at, head, modifiers)
        return self._readers.get(piece.kind, Reading._pass)(self, head)

    def _adjective(self, at: int, head: int, modifiers: Modifiers) -> int:
        adjective, after = self._piece(head).value, head + 1
        while True:  # “bold and thick lines” are bold once
            step = after + (self._piece(after).kind == "and")
            if self._piece(step).kind != "adjective" or self._piece(step).value != adjective:
                break
            after = step + 1
        noun = None
        if self._is_noun(after, modified=True):
            noun, after = self._piece(after).noun, after + 1
        factor, after = self._after(after)
        self._add(at, after, Deed("turn", 0, 0, modifiers.size * factor, adjective, noun))
        return after

    def _noun(self, at: int, head: int, modifiers: Modifiers) -> int:
        """“Less grain”, “no lead”; with nothing before it what follows may turn it: “lines thicker”, “grain 30%”."""
        deed = Deed("turn", 0, 0, modifiers.size, noun=self._piece(head).noun, least=modifiers.negated)
        after = head + 1
        if modifiers.direction:
            deed = replace(deed, least=False)
        if self._piece(after).kind == "noun" and self._alike(head, after):  # “canvas texture”
            after += 1
        if head > at:
            pass
        elif self._piece(after).kind == "share":
            deed, after = replace(deed, share=self._piece(after).value), after + 1
        else:
            deed, after = self._turned_after(deed, after)
        factor, after = self._after(after)
        self._add(at, after, replace(deed, size=deed.size * factor))
        return after

    def _turned_after(self, deed: Deed, at: int) -> tuple[Deed, int]:
        modifiers, head = self._modifiers(at)
        chinese = not self._piece(head).words.isascii()
        if self._piece(head).kind == "adjective" and (chinese or not self._is_noun(head + 1, modified=True)):
            return replace(deed, adjective=self._piece(head).value, size=modifiers.size), head + 1
        if modifiers.direction and not self._is_head(head):
            return replace(deed, size=modifiers.size), head
        if modifiers.negated and not self._is_head(head) and not self._piece(at).words.isascii():
            return replace(deed, least=True), head
        return deed, at

    def _bare(self, at: int, head: int, modifiers: Modifiers) -> int:
        """Less, more and amounts with no word of their own: of the strength, or of what was just said."""
        if self._piece(head).kind == "strength":
            head += 1
        factor, head = self._after(head)
        if modifiers.direction and (self._missed(head) if self._piece(at).words.isascii() else self._missed(at - 1)):
            self.missed.append(replace(self._piece(at), kind="missed", end=self._piece(head - 1).end))
        elif modifiers.direction:
            self._add(at, head, Deed("weigh", 0, 0, modifiers.size * factor))
        elif modifiers.amount != 1 and not modifiers.negated:
            self._again(head, modifiers.amount * factor)
        return head

    def _missed(self, at: int) -> bool:
        return self._piece(at).kind == "missed"

    def _again(self, head: int, factor: float) -> None:
        deeds = self._plan.deeds
        if deeds and deeds[-1].kind in ("turn", "weigh"):
            deeds[-1] = replace(deeds[-1], size=deeds[-1].size * factor, end=self._piece(head - 1).end)

    def _modify_style(self, at: int, head: int, modifiers: Modifiers) -> None:
        """“A touch of halftone”, “a subtle watercolour”, “no pencil”."""
        if modifiers.negated:
            return
        if modifiers.direction:
            self._add(at, head, Deed("weigh", 0, 0, modifiers.size))
        elif modifiers.amount < 1:
            self._add(at, head, Deed("share", 0, 0, share=_TOUCH))

    def _style(self, at: int) -> int:
        piece, before = self._piece(at), self._piece(at - 1)
        if before.kind == "not":
            self.dropped.append((piece.value, replace(piece, start=before.start)))
        elif piece.words.casefold() in known.MANNER and self._follows(at, ("style", "nearest")):
            pass
        elif piece.words.casefold() in GENERIC and before.kind in ("style", "nearest") and piece.start <= before.end + 1:
            self._plan.end = piece.end
        elif self._plan.nearest and self._plan.clause == self._clause:
            self._prefer(piece)
        elif self._plan.style != piece.value or before.kind == "then":
            self._begin(piece, piece.value)
        else:
            self._adopt_coming()
        return at + 1

    def _prefer(self, piece: Piece) -> None:
        """A style that is named goes before the one that a painter stands for."""
        plan = self._plan
        if plan.nearest and piece.value not in plan.nearest.styles:
            self.missed.append(Piece("missed", None, plan.nearest.name, plan.start, plan.end))
            plan.start = piece.start
        plan.style, plan.nearest, plan.end = piece.value, None, piece.end
        self._adopt_coming()

    def _nearest(self, at: int) -> int:
        piece, plan = self._piece(at), self._plan
        style = self._first(piece.value)
        if self._piece(at - 1).kind == "not":
            self.dropped.append((style, piece))
        elif not plan.style or plan.clause != self._clause:
            self._begin(piece, style, piece.value)
        elif plan.nearest and (piece.value.painter > plan.nearest.painter or style in plan.nearest.styles[1:]):
            plan.style, plan.nearest, plan.end = style, piece.value, piece.end
        elif plan.style in piece.value.styles or plan.nearest:
            plan.end = max(plan.end, piece.end) if self._piece(at - 1).kind in ("style", "nearest") else plan.end
        else:
            self.missed.append(piece)
        return at + 1

    def _begin(self, piece: Piece, style: str, nearest: Nearest | None = None) -> None:
        deeds = self._coming if self.plans else [*self.loose.deeds, *self._coming]
        beneath = bool(self.plans) and self._over == self._clause
        self.plans.append(Plan(style, piece.start, piece.end, self._clause, beneath, nearest, deeds))
        self.loose, self._coming, self._over = Plan(), [], -1

    def _adopt_coming(self) -> None:
        self._plan.deeds += self._coming
        self._coming = []

    def _add(self, at: int, after: int, deed: Deed) -> None:
        """Note a deed that the pieces from `at` to `after` say, for the style before or for the one after it."""
        deed = replace(deed, start=self._piece(at).start, end=self._piece(after - 1).end)
        ahead = self._piece(after)
        follows = ahead.kind in ("style", "nearest") and ahead.value != self._plan.style
        boundary = self._piece(at - 1).kind in BOUNDARIES
        if deed.kind == "share":
            said = any(each.kind == "share" for each in self._plan.deeds)
            follows = follows and (self._piece(at - 1).kind not in ("style", "nearest") or said)
            deed = replace(deed, before=follows)
        elif deed.kind == "region" or not self._piece(at).words.isascii():
            follows = follows and boundary
        (self._coming if follows and self.plans else self._plan.deeds).append(deed)

    def _choice(self, at: int) -> int:
        after = at + 1
        noun = None
        if self._is_noun(after, modified=True):
            noun, after = self._piece(after).noun, after + 1
        self._add(at, after, Deed("turn", 0, 0, noun=noun, choices=self._piece(at).value))
        return after

    def _count(self, at: int) -> int:
        """A number of something: “8 colours”, “two inks”."""
        if not self._is_noun(at + 1, modified=True):
            self.missed.append(self._piece(at))
            return at + 1
        deed = Deed("turn", 0, 0, noun=self._piece(at + 1).noun, count=round(self._piece(at).value))
        self._add(at, at + 2, deed)
        return at + 2

    def _share(self, at: int) -> int:
        after = at + 1 + (self._piece(at + 1).kind == "strength")
        self._add(at, after, Deed("share", 0, 0, share=self._piece(at).value))
        return after

    def _strength(self, at: int) -> int:
        """“Strength 60%”, “强度 0.6”, “强度低一点”."""
        number = self._piece(at + 1)
        if number.kind in ("share", "number"):
            share = number.value / 100 if number.kind == "number" and number.value > 2 else number.value
            self._add(at, at + 2, Deed("share", 0, 0, share=share))
            return at + 2
        modifiers, head = self._modifiers(at + 1)
        return self._bare(at, head, modifiers) if head > at + 1 and not self._is_head(head) else at + 1

    def _region(self, at: int) -> int:
        piece, place = self._piece(at), self._place
        self._place = None
        joined = self._piece(at - 1).kind in ("and", "stop") and self._piece(at - 2).kind == "region"
        deed = Deed("region", 0, 0, value=piece.value, invert=place is not None and place.kind == "except", joined=joined)
        start = next((each for each in range(max(0, at - 3), at) if place and self._piece(each).start == place.start), at)
        after = at + 1
        if piece.value == "rest" and (deed.invert or self._piece(after).kind == "untouched"):
            return after  # “leave the rest alone”: nothing is to be done
        if self._piece(after).kind in ("untouched", "except") and not self._follows(at + 1, ("region",)):
            deed, after = replace(deed, invert=True), after + 1
        self._add(start, after, deed)
        return after

    def _placing(self, at: int) -> int:
        self._place = self._piece(at)
        return at + 1

    def _blend(self, at: int) -> int:
        self._add(at, at + 1, Deed("blend", 0, 0, value=self._piece(at).value))
        return at + 1

    def _set(self, at: int) -> int:
        self._add(at, at + 1, Deed("set", 0, 0, value=self._piece(at).value))
        return at + 1

    def _colour(self, at: int) -> int:
        piece, before = self._piece(at), self._piece(at - 1)
        if before.kind == "not" and piece.value != "style":
            piece = replace(piece, value="style", start=before.start)
        self.colours.append(piece)
        return at + 1

    def _boundary(self, at: int) -> int:
        self._clause += 1
        return at + 1

    def _laid_over(self, at: int) -> int:
        self._clause += 1
        self._over = self._clause
        return at + 1

    def _mixing(self, at: int) -> int:
        self.mix = self._piece(at)
        return at + 1

    def _miss(self, at: int) -> int:
        self.missed.append(self._piece(at))
        if self._piece(at).kind == "beyond":
            self.hints.append(self._piece(at).value)
        return at + 1

    def _pass(self, at: int) -> int:
        return at + 1

    _readers: "dict[str, Callable[[Reading, int], int]]" = {
        "style": _style, "nearest": _nearest, "choice": _choice, "number": _count, "share": _share, "strength": _strength,
        "region": _region, "only": _placing, "except": _placing, "blend": _blend, "set": _set, "colours": _colour,
        "stop": _boundary, "and": _boundary, "then": _boundary, "with": _boundary, "over": _laid_over, "mix": _mixing,
        "missed": _miss, "beyond": _miss,
    }  # fmt: skip
