"""What is to be translated: found in the source, by the names of the functions that texts are given to."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("ganstudio", "plugins")
LEFT_OUT = ("ganstudio/testing", "ganstudio/report.py")  # what is read by authors and maintainers stays English

# Which arguments of a call are texts, by place; of those of `PLURAL` the two are one text.
TEXTS = {
    "tr": (0,), "tr_noop": (0,), "GanStudioError": (0,), "NewerError": (0,), "DamagedFilm": (0,), "ExplosionError": (0,),
    "unknown_name_error": (0,), "option": (1,), "length": (1,), "Shortcut": (3,), "Kind": (0,),
}  # fmt: skip
PLURAL = ("tr_plural", "tr_plural_noop")
WITH_VALUES = ("tr", "GanStudioError", "NewerError", "DamagedFilm", "ExplosionError", "tr_plural")
NAMED = {"option": ("help", "unit"), "length": ("help", "unit"), "argument": ("help",), "command": ("help",)}
OF_CLASSES = ("title", "summary")  # class attributes of styles, architectures and kinds of networks


@dataclass(frozen=True)
class Message:
    """A text, its plural where it has one, and where it stands; `values` are the names that it is given, None: not known."""

    text: str | tuple[str, str]
    file: str
    line: int
    values: frozenset[str] | None = None


@dataclass(frozen=True)
class Untranslatable:
    """A text that cannot be looked up, as it is put together before."""

    file: str
    line: int


def find_all() -> Iterator[Message | Untranslatable]:
    """Everything in the studio and its plugins."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            if not name.startswith(LEFT_OUT):
                yield from find_in(file.read_text(encoding="utf-8"), name)


def find_in(source: str, name: str) -> Iterator[Message | Untranslatable]:
    """The messages of one module."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call():
                yield from _of_call(node, name)
            case ast.ClassDef():
                yield from _of_class(node, name)
            case ast.FunctionDef():
                yield from _of_command(node, name)


def _of_call(call: ast.Call, name: str) -> Iterator[Message | Untranslatable]:
    called = _called(call)
    values = _values(call) if called in WITH_VALUES else None
    if called in PLURAL and len(call.args) >= 2:
        one, many = (_text(each) for each in call.args[:2])
        if one and many:
            yield Message((one, many), name, call.lineno, values and values | {"n"})
    for place in (
        TEXTS.get(called, ()) if isinstance(call.func, ast.Name) or called != "option" else ()
    ):  # click's is another
        if place < len(call.args):
            yield from _of_argument(call.args[place], name, values)
    for keyword in call.keywords:
        if keyword.arg in NAMED.get(called, ()):
            yield from _of_argument(keyword.value, name, None)


def _of_argument(given: ast.expr, name: str, values: frozenset[str] | None) -> Iterator[Message | Untranslatable]:
    match given:
        case ast.JoinedStr():
            yield Untranslatable(name, given.lineno)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _of_argument(body, name, values)
            yield from _of_argument(orelse, name, values)
        case _ if text := _text(given):
            yield Message(text, name, given.lineno, values)


def _of_class(made: ast.ClassDef, name: str) -> Iterator[Message]:
    for node in made.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=attribute)], value=value) if attribute in OF_CLASSES and _text(value):
                yield Message(_text(value), name, node.lineno)
            case ast.AnnAssign(target=ast.Name(id=attribute), value=ast.Call() as call) if _called(call) in (
                "option",
                "length",
            ):
                yield Message(attribute.replace("_", " ").capitalize(), name, node.lineno)
                yield from _choices(node, name)


def _choices(field: ast.AnnAssign, name: str) -> Iterator[Message]:
    """The words of a choice, as a form shows them."""
    match field.annotation:
        case ast.Subscript(value=ast.Name(id="Literal"), slice=chosen):
            for node in ast.walk(chosen):
                if text := _text(node):
                    yield Message(text.replace("-", " ").replace("_", " ").capitalize(), name, field.lineno)


def _of_command(function: ast.FunctionDef, name: str) -> Iterator[Message]:
    """The help of a command is its docstring."""
    decorators = [_called(each) for each in function.decorator_list if isinstance(each, ast.Call)]
    if {"command", "group"} & {*decorators} and (text := ast.get_docstring(function)):
        yield Message(inspect.cleandoc(text), name, function.lineno)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=called):
            return called
        case ast.Attribute(attr=called):
            return called
    return ""


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _values(call: ast.Call) -> frozenset[str] | None:
    """The names of the values; None where they are not known, or are put in later."""
    names = [keyword.arg for keyword in call.keywords]
    return frozenset(name for name in names if name) if names and None not in names else None
