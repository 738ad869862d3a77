"""The glossary: the words of the field with what they mean, and the questions that come up (`resources/glossary.toml`)."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ganstudio.core.errors import unknown_name_error
from ganstudio.core.files import resources
from ganstudio.core.translation import current_language, tr

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+")


@dataclass(frozen=True)
class Term:
    """A word of the field: what it is, why it matters, the paper; how else it is written, and in Chinese.

    `forms` are found anywhere in a text; `titles` mean the term only where they stand alone, as the name of an option does.
    """

    key: str
    word: str
    what: str
    matters: str
    paper: str = ""
    forms: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    chinese: tuple[str, ...] = ()
    see: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question that comes up, its answer, what a link to it says, the keys of its terms, and where the links stand."""

    key: str
    ask: str
    answer: str
    short: str = "Why?"
    terms: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glossary:
    """All terms and questions by their keys."""

    terms: dict[str, Term]
    questions: dict[str, Question]

    def find(self, words: str) -> Term | Question:
        """The entry of that key, word, form or Chinese name; GanStudioError names the nearest ones."""
        wanted = words.strip().casefold()
        entry = self._names().get(wanted)
        if entry is None:
            raise unknown_name_error("word in the glossary", words, [term.word for term in self.terms.values()])
        return entry

    def search(self, words: str) -> list[Term | Question]:
        """The entries in which all of the words stand; those whose name has them come first."""
        wanted = words.casefold().split()
        every: Iterable[Term | Question] = (*self.terms.values(), *self.questions.values())
        found = [entry for entry in every if all(word in _text_of(entry) for word in wanted)]
        return sorted(found, key=lambda entry: not all(word in _names_of(entry) for word in wanted))

    def answer_at(self, place: str) -> list[Question]:
        """The questions that arise at a place of the window, or with a diagnosis."""
        return [each for each in self.questions.values() if place in each.places + each.diagnoses]

    def texts(self) -> Iterator[str]:
        """All that is shown of it, to be translated."""
        for term in self.terms.values():
            yield from filter(None, (term.word, term.what, term.matters))
        for question in self.questions.values():
            yield from (question.ask, question.answer, question.short)

    def _names(self) -> dict[str, Term | Question]:
        names: dict[str, Term | Question] = {each.key: each for each in self.questions.values()}
        for term in self.terms.values():
            names |= {name.casefold(): term for name in (*term.titles, *term.forms, *term.chinese)}
        return names | {
            name.casefold(): term for term in self.terms.values() for name in (tr(term.word), term.word, term.key)
        }


class TermFinder:
    """Finds the terms in texts of the window, in English, in Chinese, and as `translate` gives their words."""

    def __init__(self, glossary: Glossary, translate: Callable[[str], str] = str) -> None:
        self._titles: dict[str, Term] = {}
        self._latin: dict[str, list[_Form]] = {_PROGRAM.words[0]: [_PROGRAM]}
        self._chinese: dict[str, Term] = {}
        for term in glossary.terms.values():
            self._titles |= {text.casefold(): term for title in term.titles for text in (title, translate(title))}
            for form in dict.fromkeys((term.word, translate(term.word), *term.forms, *term.chinese)):
                self._add(form, term)
        for forms in self._latin.values():
            forms.sort(key=lambda form: -len(form.words))
        longest_first = sorted(self._chinese, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def find(self, text: str, *, titles: bool = False) -> list[Term]:
        """The terms in a text, each once, in their order; with `titles` also the one that the whole text is a title of."""
        alone = self._titles.get(text.strip(" ●:…").casefold()) if titles else None
        found = [alone] if alone else []
        if _CHINESE.search(text):
            found += [self._chinese[match.group()] for match in self._pattern.finditer(text)]
            text = self._pattern.sub(" ", text)
        return list(dict.fromkeys([*found, *self._find_latin(_WORD.findall(text))]))

    def _add(self, form: str, term: Term) -> None:
        if _CHINESE.search(form):
            self._chinese.setdefault(form, term)
        elif words := _WORD.findall(form):
            self._latin.setdefault(words[0].casefold(), []).append(_make_form(words, term))

    def _find_latin(self, words: list[str]) -> Iterator[Term]:
        place = 0
        while place < len(words):
            candidates = self._latin.get(words[place].casefold(), ())
            form = next((each for each in candidates if each.begins(words[place:])), None)
            if form is not None and form.term is not None:
                yield form.term
            place += len(form.words) if form else 1


@dataclass(frozen=True)
class _Form:
    """How a term is written, word by word; an abbreviation counts in its own case alone."""

    words: tuple[str, ...]
    term: Term | None
    abbreviation: bool = False

    def begins(self, text: list[str]) -> bool:
        """Whether the words of a text begin with it."""
        first = text[: len(self.words)]
        return tuple(first if self.abbreviation else [word.casefold() for word in first]) == self.words


_PROGRAM = _Form(("gan", "studio"), None)  # whose name is no word of the field


def _make_form(words: list[str], term: Term) -> _Form:
    abbreviation = any(letter.isupper() for word in words for letter in word[1:])
    return _Form(tuple(words if abbreviation else [word.casefold() for word in words]), term, abbreviation)


@cache
def read_glossary() -> Glossary:
    """The glossary as it is bundled."""
    content = tomllib.loads((resources() / "glossary.toml").read_text(encoding="utf-8"))
    terms = {key: Term(key, **_values(entry)) for key, entry in content["terms"].items()}
    questions = {key: Question(key, **_values(entry)) for key, entry in content["questions"].items()}
    return Glossary(terms, questions)


def term_finder() -> TermFinder:
    """The finder of terms in texts of the language that is in use."""
    return _term_finder(current_language())


@cache
def _term_finder(_language: str) -> TermFinder:
    return TermFinder(read_glossary(), tr)


def explain_term(term: Term) -> str:
    """The glossary's line: word, what it is, why it matters, in the user's language; the paper on a line of its own."""
    words = f"{tr(term.word)}: {tr(term.what)} {tr(term.matters)}"
    return f"{words}\n{term.paper}" if term.paper else words


def _values(entry: dict[str, Any]) -> dict[str, Any]:
    """The fields of an entry by their names here; “is” cannot be one of Python's."""
    named = {"what" if name == "is" else name: value for name, value in entry.items()}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in named.items()}


def _names_of(entry: Term | Question) -> str:
    own = (entry.ask,) if isinstance(entry, Question) else (entry.word, *entry.forms, *entry.titles, *entry.chinese)
    return _join((*own, tr(own[0])))


def _text_of(entry: Term | Question) -> str:
    """All that is said of an entry, in English and as it is shown."""
    more = (entry.answer,) if isinstance(entry, Question) else (entry.what, entry.matters, entry.paper)
    return _join((_names_of(entry), *more, *map(tr, more)))


def _join(texts: Iterable[str]) -> str:
    return " ".join(texts).casefold()
