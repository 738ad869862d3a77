"""The phrases of a sentence with what stands beside each: the classes of words that the grammar's patterns are made of."""

from collections.abc import Callable
from dataclasses import replace

from ganstudio.api.options import OptionField, fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.prompt import vocabulary as known
from ganstudio.stylize.prompt.draft import Draft
from ganstudio.stylize.prompt.nearest_name import GENERIC, Nearest
from ganstudio.stylize.prompt.style_plan import Modifiers
from ganstudio.stylize.prompt.tokenizer import Piece

BOUNDARIES = frozenset(("stop", "and", "then", "with", "over"))
NAMES = ("style", "nearest")
_MODIFIERS = frozenset(("amount", "too", "less", "more", "not"))
_HEADS = frozenset(("adjective", "choice", *NAMES))
_NOUN_TOO = frozenset(("filler", "style", "region", "choice", "less"))  # words that may also be the name of an option


class Sentence:
    """The pieces that say something; which of them are nouns depends on the style that is spoken of."""

    def __init__(self, pieces: list[Piece], catalog: Catalog, draft: Draft, now: str = "") -> None:
        said = [piece for piece in pieces if piece.kind != "filler" or piece.noun]
        again = {"adjective", "less", "more"}  # “再小一点” is only smaller; elsewhere 再 is one more style
        self.pieces = [
            piece for piece, ahead in zip(said, [*said[1:], None], strict=False)
            if not (piece.words == "再" and ahead and ahead.kind in again)
        ]  # fmt: skip
        self._catalog, self._draft, self._now = catalog, draft, now

    def piece(self, at: int) -> Piece:
        """The piece there; beyond both ends is a stop."""
        if 0 <= at < len(self.pieces):
            return self.pieces[at]
        last = self.pieces[-1].end if self.pieces else 0
        return Piece("stop", None, "", last, last)

    def count(self, at: int, word_class: str) -> int:
        """How many pieces from there on are of the class (see CLASSES; otherwise the kind of a piece); 0 is none."""
        if at >= len(self.pieces):
            return 0
        counter = CLASSES.get(word_class)
        return int(counter(self, at)) if counter else int(self.piece(at).kind == word_class)

    def modifiers(self, at: int) -> tuple[Modifiers, int]:
        """What is said before a word, from there on, and where that word stands."""
        found = Modifiers()
        while (piece := self.piece(at)).kind in _MODIFIERS:
            if piece.kind in ("less", "more") and found.direction not in (0, piece.value):
                break
            found = _add_modifier(found, piece)
            at += 1
        return found, at

    def is_noun(self, at: int, *, modified: bool) -> bool:
        """Whether something of the style is meant; a word that is also something else must have a word before it."""
        piece, style = self.piece(at), self._style_at(at)
        if piece.noun is None or piece.kind == "noun":
            return piece.kind == "noun"
        if piece.kind not in _NOUN_TOO or not modified or not style:
            return False
        by_name = any(name in self._options(style) for name in (*piece.noun, f"{piece.noun[0]}s"))
        return by_name or piece.kind == "filler" or piece.value == style

    def is_changed(self, at: int) -> bool:
        """Whether the words after an option's own name change it, as in “dots much smaller”."""
        _, head = self.modifiers(at + 1)
        noun, style = self.piece(at).noun, self._style_at(at)
        named = bool(noun and style and noun[0] in self._options(style))
        return named and self.piece(at - 1).kind not in _MODIFIERS and self.is_lone_adjective(head)

    def is_lone_adjective(self, at: int) -> bool:
        """An adjective without a noun of its own."""
        return self.piece(at).kind == "adjective" and not self.is_noun(at + 1, modified=True)

    def is_head(self, at: int) -> bool:
        """Whether words before it speak of it."""
        return self.piece(at).kind in _HEADS or self.is_noun(at, modified=True)

    def is_alike(self, at: int) -> bool:
        """A noun that means the same of a picture as the one before it: “canvas texture”."""
        noun, before = self.piece(at).noun, self.piece(at - 1).noun
        return self.piece(at).kind == "noun" and bool(noun and before and noun[1] == before[1] != "")

    def is_trailing(self, at: int) -> bool:
        """An amount after what it belongs to, as in “柔和一点”."""
        if self.piece(at).kind != "amount":
            return self.piece(at).kind == "after"
        return self.piece(at + 1).kind not in _MODIFIERS and not self.is_head(at + 1)

    def is_chinese(self, at: int) -> bool:
        """Whether the piece is not written in ASCII letters."""
        return not self.piece(at).words.isascii()

    def is_refused(self, at: int) -> bool:
        """Whether “no” stands right before it."""
        return self.piece(at - 1).kind == "not"

    def follows_name(self, at: int) -> bool:
        """Whether a style's name stands right before it."""
        return self.piece(at - 1).kind in NAMES

    def is_manner(self, at: int) -> bool:
        """“In the style of”, where a style follows."""
        piece = self.piece(at)
        return piece.kind == "style" and piece.words.casefold() in known.MANNER and self.precedes(at, *NAMES)

    def is_generic(self, at: int) -> bool:
        """The second word of a style's name: “newspaper print”."""
        piece, near = self.piece(at), self.piece(at).start <= self.piece(at - 1).end + 1
        return piece.kind == "style" and piece.words.casefold() in GENERIC and self.follows_name(at) and near

    def precedes(self, at: int, *kinds: str) -> bool:
        """Whether one of those kinds comes after it and before the next boundary."""
        ahead = (piece.kind for piece in self.pieces[at + 1 :] if piece.kind in kinds or piece.kind in BOUNDARIES)
        return next(ahead, "") in kinds

    def best_style(self, nearest: Nearest) -> str:
        """The first of a name's styles that there is."""
        return next(style for style in nearest.styles if style in self._catalog.styles)

    def _options(self, style: str) -> dict[str, OptionField]:
        return {each.name: each for each in fields(self._catalog.style(style).Options)}

    def _style_at(self, at: int) -> str:
        """The style that is spoken of: the last one before, else the first one after, else the one that there is."""
        if self._draft.plans:
            return self._draft.plan.style
        named = next((piece for piece in self.pieces[at:] if piece.kind in NAMES), None)
        if named is None:
            return self._now
        return str(named.value) if named.kind == "style" else self.best_style(named.value)


def _add_modifier(found: Modifiers, piece: Piece) -> Modifiers:
    if piece.kind == "not":
        return replace(found, negated=not found.negated)
    if piece.kind in ("less", "more"):
        return replace(found, direction=piece.value)
    return replace(found, amount=found.amount * piece.value, too=found.too or piece.kind == "too")


def _count_modifiers(sentence: Sentence, at: int, wanted: Callable[[Modifiers], bool] = bool) -> int:
    modifiers, end = sentence.modifiers(at)
    return end - at if wanted(modifiers) else 0


def _count_same(sentence: Sentence, at: int) -> int:
    """“Bold and thick lines” are bold once."""
    joined = sentence.piece(at).kind == "and"
    piece, before = sentence.piece(at + joined), sentence.piece(at - 1)
    return 1 + joined if piece.kind == "adjective" and piece.value == before.value else 0


# Classes of words that are more than a kind of piece; each says how many pieces from a place on belong to it.
CLASSES: dict[str, Callable[[Sentence, int], int]] = {
    "any": lambda _s, _at: 1,
    "mods": _count_modifiers,
    "mods.direction": lambda s, at: _count_modifiers(s, at, lambda mods: mods.direction != 0),
    "mods.no": lambda s, at: _count_modifiers(s, at, lambda mods: mods.negated),
    "mods.no-chinese": lambda s, at: s.is_chinese(at) and _count_modifiers(s, at, lambda mods: mods.negated),
    "adjective.same": _count_same,
    "adjective.lone": lambda s, at: s.is_lone_adjective(at) or (s.is_chinese(at) and s.piece(at).kind == "adjective"),
    "noun": lambda s, at: s.is_noun(at, modified=True),
    "noun.first": lambda s, at: s.is_noun(at, modified=False) or s.is_changed(at),
    "noun.alike": Sentence.is_alike,
    "head": Sentence.is_head,
    "amount.trailing": Sentence.is_trailing,
    "style.refused": lambda s, at: s.piece(at).kind == "style" and s.is_refused(at),
    "style.manner": Sentence.is_manner,
    "style.generic": Sentence.is_generic,
    "nearest.refused": lambda s, at: s.piece(at).kind == "nearest" and s.is_refused(at),
    "region.rest": lambda s, at: s.piece(at).kind == "region" and s.piece(at).value == "rest",
    "untouched.last": lambda s, at: s.piece(at).kind in ("untouched", "except") and not s.precedes(at, "region"),
}
