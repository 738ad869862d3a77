"""What stands where in the gallery: the starred styles first, then the user's own, then those that came along."""

from collections.abc import Iterable, Sequence
from typing import Any

from ganstudio.api.style import Style
from ganstudio.core.translation import tr_noop
from ganstudio.gui.app.translations import tr
from ganstudio.plugins.catalog import Catalog

SHELVES = ("Favourites", "Mine", "Classic", "Packs", "Neural", "From plugins")


def arrange_shelves(catalog: Catalog, favourites: Sequence[str]) -> list[tuple[str, list[Style[Any]]]]:
    """The shelves that hold anything, each with its title and its styles in a steady order."""
    shelves: dict[str, list[Style[Any]]] = {title: [] for title in SHELVES}
    for name in favourites:
        if name in catalog.styles:
            shelves["Favourites"].append(catalog.styles[name])
    for name, style in catalog.styles.items():
        if name not in favourites:
            shelves[_shelf(catalog, style)].append(style)
    return [(title, styles) for title, styles in shelves.items() if styles]


TAGS = {
    "painting": tr_noop("Painting"), "drawing": tr_noop("Drawing"), "print": tr_noop("Print"),
    "pieces": tr_noop("In pieces"), "learnt": tr_noop("Learnt from pictures"), "enlarges": tr_noop("Enlarges"),
}  # fmt: skip


def tags_of(style: Style[Any]) -> set[str]:
    """The tags that a style names, and those that follow from what it is."""
    facts = {"learnt": style.trained, "enlarges": style.scale > 1}
    return {tag.casefold() for tag in style.tags} | {tag for tag, holds in facts.items() if holds}


def list_tags(styles: Iterable[Style[Any]]) -> list[tuple[str, str]]:
    """The tags that any style has, each with its words: those that are known in their order, then the others."""
    there = set[str]().union(*map(tags_of, styles))
    known = [tag for tag in TAGS if tag in there]
    return [(tag, tr(TAGS.get(tag, tag.capitalize()))) for tag in (*known, *sorted(there - set(known)))]


def origin_words(catalog: Catalog, style: Style[Any]) -> str:
    """Where a style comes from, as an artist would say it."""
    origin = catalog.origin(style.id)
    if origin.origin == "bundled":
        return tr("Came with GAN Studio")
    if origin.pack:
        return tr("Yours, from {}").format(origin.origin)
    return tr("From the plugin {}").format(f"{origin.name} {origin.version}".strip())


def find_styles(words: str, styles: Iterable[Style[Any]]) -> list[Style[Any]]:
    """The styles that are called so in one of the languages, the nearest first; a letter may be wrong in longer words."""
    wanted = words.casefold().split()
    scores = [(min(_nearness(each, _words(style)) for each in wanted), style) for style in styles]
    return [style for score, style in sorted(scores, key=lambda scored: -scored[0]) if score >= _NEAR]


_NEAR = 75  # per cent of letters that agree: one wrong letter in four
_SHORTEST = 4  # letters of a word in which one may be wrong


def _shelf(catalog: Catalog, style: Style[Any]) -> str:
    origin = catalog.origin(style.id)
    if origin.pack:
        return "Packs" if origin.origin == "bundled" else "Mine"
    if origin.origin != "bundled":
        return "From plugins"
    return "Neural" if style.trained else "Classic"


def _words(style: Style[Any]) -> list[str]:
    said = [word for group in style.prompt_words.values() for word in group]
    return [word.casefold() for word in (tr(style.title), style.title, style.id, *said)]


def _nearness(wanted: str, words: list[str]) -> float:
    """How near a word comes to one of those, in per cent."""
    return max((_likeness(wanted, word) for word in words), default=0.0)


def _likeness(wanted: str, word: str) -> float:
    """How near it comes to one word: its beginning, a part of it (in Chinese also the other way round), or with a slip."""
    from rapidfuzz import fuzz

    if word.startswith(wanted):
        return 100
    holds = len(word) > 1 and word in wanted and not word.isascii()
    if wanted in word or holds:
        return 95
    if len(wanted) < _SHORTEST:
        return 0
    return max(fuzz.ratio(wanted, part) for part in (word, *word.replace("-", " ").split()))
