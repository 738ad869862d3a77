"""The catalogues: brought up to date from the source, compiled, and checked."""

import io
import string
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from i18n.messages import ROOT, Message, Untranslatable, find_all
from i18n.tables import outside_texts

FOLDER = ROOT / "resources" / "translations"
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
COMPLETE = ("zh_CN",)  # languages of which no text may lack


def language_files() -> list[Path]:
    """The catalogues that there are."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/ganstudio.po"))


def template() -> Catalog:
    """All texts, each with the files that it stands in."""
    made = Catalog(project="GAN Studio", fuzzy=False)
    for text in sorted(outside_texts(), key=str):
        made.add(text)
    for found in find_all():
        if isinstance(found, Message):
            made.add(found.text, locations=[(found.file, 0)])
    return made


def update_all(new: Iterable[str] = ()) -> None:
    """Bring all catalogues up to date and compile them; `new` are codes of languages that are begun."""
    texts = template()
    for file in {*language_files(), *(FOLDER / code / "LC_MESSAGES" / "ganstudio.po" for code in new)}:
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read(file) if file.exists() else Catalog(locale=file.parent.parent.name, project="GAN Studio")
        catalogue.update(texts, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        file.write_bytes(_as_text(catalogue))
        file.with_suffix(".mo").write_bytes(_compile(read(file)))


def read(file: Path) -> Catalog:
    """A catalogue from its file."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.parent.parent.name)


def _as_text(catalogue: Catalog) -> bytes:
    text = io.BytesIO()
    write_po(text, catalogue, width=120, sort_by_file=True, omit_header=False, include_lineno=False)
    lines = text.getvalue().splitlines(keepends=True)
    return b"".join(
        line for line in lines if not line.startswith((b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By'))
    )


def _compile(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it; the same texts give the same bytes, whenever they are compiled."""
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    return binary.getvalue()


def problems() -> list[str]:
    """What is wrong: texts that cannot be looked up, and of each language what it lacks or says otherwise."""
    found = list(find_all())
    texts = template()
    return [*_of_source(found), *(words for file in language_files() for words in _of_language(file, texts))]


def _of_source(found: Iterable[Message | Untranslatable]) -> Iterator[str]:
    for each in found:
        if isinstance(each, Untranslatable):
            yield f"{each.file}:{each.line}: an f-string cannot be translated; give its values by name"
        elif each.values is not None and (odd := (each.values ^ _names(each.text)) - {"n"}):
            yield f"{each.file}:{each.line}: the text and its values differ in {', '.join(sorted(odd))}"


def _of_language(file: Path, texts: Catalog) -> Iterator[str]:
    code, catalogue = file.parent.parent.name, read(file)
    for wanted in texts:
        if wanted.id:
            entry = catalogue.get(wanted.id)
            yield from (f"{code}: {problem}: {wanted.id!r}" for problem in _of_entry(entry, code))
    if _compile(catalogue) != file.with_suffix(".mo").read_bytes():
        yield f"{code}: the compiled catalogue is another one; run: make translations"


def _of_entry(entry: Entry | None, code: str) -> Iterator[str]:
    told = [text for text in _texts(entry.string) if text] if entry is not None else []
    if not told:
        if code in COMPLETE:
            yield "not translated"
        return
    assert entry is not None
    for text in told:
        if _names(text) - {"n"} != _names(_texts(entry.id)[-1]) - {"n"}:
            yield "other {names} in the translation"
        if (_texts(entry.id)[0][:1] == " ") != (text[:1] == " ") and code not in _TIGHT:
            yield "begins with a space in one of both"


_TIGHT = ("zh_CN",)  # languages that put no space between sentences


def _texts(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def _names(text: str | tuple[str, ...] | list[str]) -> frozenset[str]:
    """The {names} of all forms of a text, with what follows the colon; empty where its brackets are no names."""
    try:
        fields = [name for each in _texts(text) for _, name, _, _ in string.Formatter().parse(each) if name is not None]
    except ValueError:
        return frozenset()
    return frozenset(name or str(place) for place, name in enumerate(fields))  # “{} of {}” may become “{1} … {0}”
