"""Texts that do not stand in calls of the source: those of tables, of style packs, of the glossary, the system and click."""

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click

from ganstudio.api.options import fields
from ganstudio.core.glossary import read_glossary
from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.loader import load_catalog
from ganstudio.runs.run import State
from ganstudio.stylize.blend import BLENDS
from i18n.messages import ROOT

_LETTERS = re.compile("[A-Za-z]{2}")

ERRORS = (
    errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EROFS, errno.EISDIR, errno.ENOTDIR, errno.EEXIST,
    errno.ENAMETOOLONG, errno.EIO, errno.EBUSY, errno.ENOTEMPTY, errno.EDQUOT, errno.EMFILE, errno.ELOOP, errno.EINVAL,
    errno.EXDEV, errno.EFBIG, errno.ETIMEDOUT, errno.ECONNREFUSED, errno.ECONNRESET, errno.ENETUNREACH,
)  # fmt: skip
# Tables of the source of which all texts are translated where they are shown, but not their keys.
TABLES: dict[str, tuple[str, ...]] = {
    "ganstudio/cli/__init__.py": ("COMMANDS",),
    "ganstudio/gui/app/menus.py": ("MENUS",),
    "ganstudio/gui/app/shortcut_overview.py": ("_COLUMNS",),
    "ganstudio/gui/library/listed_run.py": ("ORDERS",),
    "ganstudio/gui/library/publish_page.py": ("LICENCES",),
    "ganstudio/gui/stylize/look_panel.py": ("COLOURS",),
    "ganstudio/gui/stylize/mask_panel.py": ("TONES",),
    "ganstudio/gui/stylize/style_shelves.py": ("SHELVES",),
    "ganstudio/gui/stylize/video_rows.py": ("_KINDS",),
    "ganstudio/gui/stylize/welcome.py": ("_STEPS",),
    "ganstudio/gui/train/dataset/issue_list.py": ("TITLES",),
    "ganstudio/gui/train/dataset/inspector.py": ("_LEAVE_OUT",),
    "ganstudio/gui/train/dataset/workspace.py": ("_FIXES",),
}
KEYS: dict[str, tuple[str, ...]] = {  # tables of which the keys are shown, with a capital
    "ganstudio/gui/library/publish_page.py": ("LICENCES",),
    "ganstudio/gui/train/dataset/inspector.py": ("ASPECTS",),
    "ganstudio/gui/train/ground_box.py": ("GROUNDS",),
    "ganstudio/gui/train/setup_panel.py": ("SHAPES",),
    "ganstudio/stylize/prompt/vocabulary.py": ("REGIONS",),
    "ganstudio/train/monitor/doctor.py": ("AFTER_TICK", "AFTER_MEASURES"),
}
_OF_CLICK = ("core", "decorators", "exceptions", "parser", "termui", "types", "formatting")


def outside_texts() -> set[str | tuple[str, str]]:
    """All of them."""
    plain = {*_of_tables(), *_of_catalog(), *_of_glossary(), *map(capitalize, BLENDS), *get_args(State)}
    return {*map(os.strerror, ERRORS), *(text for text in plain if _LETTERS.search(text)), *_of_click()}


def capitalize(word: str) -> str:
    """A word of a choice or a name, as forms show it."""
    return word.replace("-", " ").replace("_", " ").capitalize()


def _of_tables() -> Iterator[str]:
    for file, names in TABLES.items():
        for value in _values_of(file, names):
            keys = {key for node in ast.walk(value) if isinstance(node, ast.Dict) for key in node.keys}
            yield from (text for node in ast.walk(value) if node not in keys and _is_shown(text := _text(node)))
    for file, names in KEYS.items():
        for value in _values_of(file, names):
            assert isinstance(value, ast.Dict)
            yield from (text[:1].upper() + text[1:] for text in map(_text, value.keys))


def _values_of(file: str, names: tuple[str, ...]) -> Iterator[ast.expr]:
    """What is assigned to the names in a module."""
    for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        for target in node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]:
            if (
                isinstance(target, ast.Name)
                and target.id in names
                and isinstance(value := getattr(node, "value", None), ast.expr)
            ):
                yield value


def _text(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _is_shown(text: str) -> bool:
    """Whether it is a text, not the key of one: it begins with a capital, or is of several words."""
    return text.lstrip("&")[:1].isupper() or " " in text


def _of_catalog() -> Iterator[str]:
    """The words of the bundled styles and architectures, of their options, and of what they learn."""
    catalog = load_catalog(Home(), Settings(), safe_mode=True)
    yield from (plugin.summary for plugin in catalog.plugins)
    shown: list[Any] = [*catalog.styles.values(), *catalog.architectures.values()]
    for each in shown:
        yield from (each.title, each.summary)
        for field in fields(each.Options):
            yield from (field.title, field.help, field.unit, *map(capitalize, field.choices))


def _of_glossary() -> Iterator[str]:
    known = read_glossary()
    for term in known.terms.values():
        yield from (term.word, term.what, term.matters)
    for question in known.questions.values():
        yield from (question.ask, question.answer, question.short)


def _of_click() -> set[str | tuple[str, str]]:
    """What click says itself: it looks its words up by gettext, in the catalogue of the program that asks it to."""
    found: set[str | tuple[str, str]] = set()
    for name in _OF_CLICK:
        for node in ast.walk(ast.parse((Path(click.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
                found |= {texts[0]} if len(texts) == 1 else {(texts[0], texts[1])} if len(texts) == 2 else set()
    return found
