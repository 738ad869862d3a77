"""The plans of a sentence while it is being read, and what holds for the whole look."""

from dataclasses import dataclass, field, replace

from ganstudio.stylize.prompt.nearest_name import Nearest
from ganstudio.stylize.prompt.style_plan import Edit, Plan
from ganstudio.stylize.prompt.tokenizer import Piece


@dataclass
class Draft:
    """The plans so far, edits that wait for the style after them, and the words that were not understood."""

    plans: list[Plan] = field(default_factory=list)
    loose: Plan = field(default_factory=Plan)  # edits without a style
    colours: list[Piece] = field(default_factory=list)
    dropped: list[tuple[str, Piece]] = field(default_factory=list)  # styles that are not wanted
    missed: list[Piece] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    mixed: bool = False
    clause: int = 0
    over: int = -1  # the clause in which “over” waits for what is below
    place: int | None = None  # the piece that limits the next region: “only”, “except”, “not”
    outside: bool = False  # whether that piece excludes the region
    waiting: list[Edit] = field(default_factory=list)

    @property
    def plan(self) -> Plan:
        """The plan of the style named last; without one that of the styles that there are."""
        return self.plans[-1] if self.plans else self.loose

    def begin_plan(self, piece: Piece, style: str, nearest: Nearest | None = None) -> None:
        """A further style; all that waited for it is its own."""
        edits = self.waiting if self.plans else [*self.loose.edits, *self.waiting]
        beneath = bool(self.plans) and self.over == self.clause
        self.plans.append(Plan(style, piece.start, piece.end, self.clause, beneath, nearest, edits))
        self.loose, self.waiting, self.over = Plan(), [], -1

    def rename_plan(self, piece: Piece, style: str, nearest: Nearest | None = None) -> None:
        """The plan is for another style, which is named by this piece."""
        self.plan.style, self.plan.nearest, self.plan.end = style, nearest, piece.end

    def adopt_waiting(self) -> None:
        """What waited for a style belongs to the one that there is."""
        self.plan.edits += self.waiting
        self.waiting = []

    def repeat_edit(self, factor: float, end: int) -> None:
        """An amount that follows an edit makes it larger or smaller: “softer, much”."""
        edits = self.plan.edits
        if edits and edits[-1].kind in ("option", "scale"):
            edits[-1] = replace(edits[-1], size=edits[-1].size * factor, end=end)
