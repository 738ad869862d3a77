"""Pillow is nowhere let loose on a file: each look-up names the formats that it may try."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ganstudio
from ganstudio.core.errors import GanStudioError
from ganstudio.images.reader import open_image

ROOT = Path(ganstudio.__file__).parent
EPS = "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 500 500\n%%EndComments\n"


def loose(file: Path) -> Iterator[str]:
    """The calls of `Image.open` in a file that name no formats."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        opens = isinstance(node, ast.Call) and ast.unparse(node.func) == "Image.open"
        if opens and "formats=" not in ast.unparse(node):
            yield f"{file.relative_to(ROOT.parent)}:{getattr(node, 'lineno', 0)}"


def test_every_look_up_names_its_formats() -> None:
    files = [*ROOT.rglob("*.py"), *(ROOT.parent / "plugins").rglob("*.py")]
    assert len(files) > 100
    assert [place for file in files for place in loose(file)] == []


def test_what_would_start_another_program_is_refused(tmp_path: Path) -> None:
    for name in ("drawing.eps", "drawing.png"):
        (tmp_path / name).write_text(EPS)
        with pytest.raises(GanStudioError, match=name), open_image(tmp_path / name) as image:
            image.load()
