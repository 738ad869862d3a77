"""`ganstudio glossary`: the words of the field, and the questions that come up."""

from dataclasses import asdict
from typing import Any

import click

from ganstudio.cli.common import as_json, print_json, print_table, program_name, say, show
from ganstudio.core.errors import GanStudioError
from ganstudio.core.glossary import Glossary, Question, Term, read_glossary
from ganstudio.core.translation import tr

_HEAD = """# Glossary

The words of the field as the window uses them, where each explains itself under the pointer, and the questions that come up.
Made by `ganstudio glossary --markdown` from `resources/glossary.toml`; change that file, not this page.
"""


@click.command()
@click.argument("words", metavar="[TERM]", nargs=-1)
@click.option("--markdown", is_flag=True, help="All of it as a page of Markdown: docs/glossary.md.")
@as_json
def glossary(words: tuple[str, ...], markdown: bool, as_json: bool) -> None:
    """Explain TERM, in English or Chinese, or all entries in which it stands; without it, list the words and questions."""
    known, wanted = read_glossary(), " ".join(words)
    if markdown:
        show(*to_markdown(known).splitlines())
    elif as_json:
        print_json([_facts(entry) for entry in _find(known, wanted)])
    elif not wanted:
        words_rows = [(tr(term.word), _other_name(term), tr(term.what)) for term in known.terms.values()]
        print_table((tr("word"), tr("also called"), tr("what it is")), words_rows)
        print_table((tr("question"),), [(tr(question.ask),) for question in known.questions.values()])
        say(tr("More on each: {program} glossary WORDS", program=program_name()))
    else:
        for number, entry in enumerate(_find(known, wanted)):
            show(*[""] * bool(number), *_describe(entry, known))


def _find(known: Glossary, wanted: str) -> list[Term | Question]:
    """The entry of that name, else all in which the words stand; GanStudioError names the nearest ones."""
    try:
        return [known.find(wanted)] if wanted else [*known.terms.values(), *known.questions.values()]
    except GanStudioError:
        if found := known.search(wanted):
            return found
        raise


def _describe(entry: Term | Question, known: Glossary) -> list[str]:
    """Its lines."""
    if isinstance(entry, Question):
        return [tr(entry.ask), f"  {tr(entry.answer)}", *_list(tr("See also"), _words(entry.terms, known))]
    other = _other_name(entry)
    asked = [tr(question.ask) for question in known.questions.values() if entry.key in question.terms]
    more = (
        (tr("Other words"), ", ".join(entry.forms)), (tr("From the paper"), entry.paper),
        (tr("See also"), _words(entry.see, known)), (tr("Asked"), " ".join(asked)),
    )  # fmt: skip
    name = f"{tr(entry.word)} ({other})" if other else tr(entry.word)
    return [name, f"  {tr(entry.what)}", f"  {tr(entry.matters)}", *(line for each in more for line in _list(*each))]


def _list(name: str, words: str) -> list[str]:
    return [f"  {name}: {words}"] if words else []


def _words(keys: tuple[str, ...], known: Glossary) -> str:
    return ", ".join(tr(known.terms[key].word) for key in keys)


def _other_name(term: Term) -> str:
    """How it is called in the other language: in Chinese, or, where that is spoken, in English."""
    return next((name for name in (*term.chinese[:1], term.word) if name != tr(term.word)), "")


def _chinese(term: Term) -> str:
    return term.chinese[0] if term.chinese else ""


def _facts(entry: Term | Question) -> dict[str, Any]:
    return {"kind": type(entry).__name__.lower(), **asdict(entry)}


def to_markdown(known: Glossary) -> str:
    """The glossary as the page docs/glossary.md."""
    questions = [f"### {each.ask}\n\n{each.answer}\n\n{_links(each.terms, known)}\n" for each in known.questions.values()]
    terms = sorted(known.terms.values(), key=lambda term: term.word.casefold())
    return "\n".join([_HEAD, "## Questions\n", *questions, "## Words\n", *(_section(term, known) for term in terms)])


def _section(term: Term, known: Glossary) -> str:
    chinese = f" · {_chinese(term)}" if term.chinese else ""
    lines = [f"### {term.word}{chinese}\n", f"{term.what} {term.matters}\n"]
    if term.paper:
        lines.append(f"*{term.paper}.*\n")
    if term.see:
        lines.append(f"{_links(term.see, known)}\n")
    return "\n".join(lines)


def _links(keys: tuple[str, ...], known: Glossary) -> str:
    return "See " + ", ".join(known.terms[key].word for key in keys) + "."
