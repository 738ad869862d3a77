"""`ganstudio plugin new` makes a plugin that works; `ganstudio plugin check` says what is to mend in one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ganstudio.cli import run
from ganstudio.core.settings import Home
from tests.plugins.folders import STYLE, drop_in, source


def _json(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> list[dict[str, Any]]:
    assert run([*args, "--json"]) == code
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert all({"id", "title", "origin"} <= set(row) for row in found)
    return found


def _checked(capsys: pytest.CaptureFixture[str], path: Path) -> str:
    """What is said of a plugin that is not well."""
    assert run(["plugin", "check", str(path)]) == 1
    heard = capsys.readouterr()
    assert "Traceback" not in heard.out + heard.err
    said = heard.out or heard.err
    assert len(said.splitlines()) == 1, said
    return said


def test_a_new_plugin_lies_in_the_drop_in_folder_and_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plugin", "new", "my-ink"]) == 0
    place = Home().plugins / "my_ink"
    steps = [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("    ")]
    assert [step.partition(" p")[0] != step or "--plugin-dir" in step for step in steps] == [True] * 3
    assert {path.name for path in place.iterdir()} == {"__init__.py", "plugin.toml", "test_my_ink.py"}
    assert run(["plugin", "check", str(place)]) == 0
    assert capsys.readouterr().out == "style “my-ink”: passes.\n"
    assert run(["plugins", "--trust", "my_ink"]) == 0
    capsys.readouterr()
    assert "my-ink" in {row["id"] for row in _json(capsys, "styles")}


def test_a_new_plugin_paints_before_it_is_trusted(samples: Path, tmp_path: Path) -> None:
    assert run(["plugin", "new", "my ink"]) == 0
    stylize = ["stylize", str(samples / "chelsea.jpg"), "--style", "my-ink", "-o", "ink", "cold"]
    out = tmp_path / "result.png"
    assert run([*stylize, "--out", str(out)]) == 1
    assert run(["--plugin-dir", str(Home().plugins / "my_ink"), *stylize, "--out", str(out)]) == 0
    assert out.is_file()


@pytest.mark.proof
def test_a_new_plugin_brings_a_test_that_passes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (row,) = _json(capsys, "plugin", "new", "Blue Hour 2", "--to", str(tmp_path / "new"))
    place = tmp_path / "new" / "Blue_Hour_2"
    assert (row["id"], row["title"], row["origin"]) == ("blue-hour-2", "Blue Hour 2", str(place))
    assert row["files"] == sorted(str(path) for path in place.iterdir()) and len(row["next"]) == 3
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "no:pytest-qt", str(place)]
    heard = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120)
    assert heard.returncode == 0 and "1 passed" in heard.stdout, heard.stdout + heard.stderr


@pytest.mark.parametrize("name", ["2inks", "_ink", "ink.py", "../ink", "", " ", "Tüte", "class", "random"])
def test_a_name_that_python_cannot_import_is_refused(capsys: pytest.CaptureFixture[str], name: str, tmp_path: Path) -> None:
    assert run(["plugin", "new", name, "--to", str(tmp_path / "new")]) == 1
    assert capsys.readouterr().err.startswith(f"ganstudio: A plugin cannot be called “{name}”")
    assert not (tmp_path / "new").exists()


def test_what_is_there_is_never_overwritten(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "file").write_text("of value")
    for name, folder, said in (
        ("mine", tmp_path, f"{tmp_path / 'mine'} is there already"),
        ("other", tmp_path / "file", f"{tmp_path / 'file'} is there already"),
        ("oil", tmp_path, "There is a “oil” already"),
        ("classic", tmp_path, "There is a “classic” already"),
    ):
        assert run(["plugin", "new", name, "--to", str(folder)]) == 1
        assert said in capsys.readouterr().err
    assert list((tmp_path / "mine").iterdir()) == [] and (tmp_path / "file").read_text() == "of value"


def test_all_that_a_plugin_brings_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    example = Path(__file__).parents[1] / "example_plugin"
    rows = _json(capsys, "plugin", "check", str(example))
    assert [(row["kind"], row["id"], row["passes"], row["problem"]) for row in rows] == [
        ("style", "duotone", True, None),
        ("architecture", "pebble", True, None),
    ]


def test_a_single_file_and_one_that_lies_in_parts_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "single.py").write_text("print('hello')\n" + source("single"), encoding="utf-8")
    assert [row["passes"] for row in _json(capsys, "plugin", "check", str(tmp_path / "single.py"))] == [True]
    place = drop_in(tmp_path, "parts", STYLE[STYLE.index("@hook") :].replace("@", "from .mine import *\n@", 1))
    (place / "mine.py").write_text(
        source("parts").replace("hookimpl", "hookimpl\nfrom .ink import INK", 1).split("@hookimpl")[0]
        + "__all__ = ['Mine', 'hookimpl', 'ganstudio_api']\n"
    )
    (place / "ink.py").write_text("INK = 0.5\n")
    assert [row["passes"] for row in _json(capsys, "plugin", "check", str(place))] == [True]


BROKEN = {
    "grammar": ("def broken(:", "“grammar” could not be loaded: __init__.py, line 1, is not valid Python"),
    "hook": (source("hook").replace("def styles", "def style"), "There is no hook called “style”; did you mean styles"),
    "taken": (source("oil"), "brings “oil”, which “classic” brings already"),
    "empty": (source("empty").replace("[Mine()]", "[]"), "“empty” brings neither a style nor an architecture"),
    "restless": (source("restless").replace("pixels.clone()", "pixels + 1"), "style “restless”: the pixels of"),
    "raises": (
        source("raises").replace("return tile", "1 / 0; return tile"),
        "ZeroDivisionError in __init__.py, line 19 (division",
    ),
    "leaves": (source("leaves").replace("return tile", "raise SystemExit; return tile"), "tried to end the program"),
    "heavy": ("import torch\n" + source("heavy"), "The module of Mine imports torch; import it inside of functions"),
    "asserts": (source("asserts").replace("return tile", "assert False; return tile"), "AssertionError in __init__.py"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_to_mend_is_one_sentence(name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    content, sentence = BROKEN[name]
    said = _checked(capsys, drop_in(tmp_path, name, content))
    assert sentence in said and said.rstrip().endswith("."), said


def test_a_broken_one_is_told_in_json_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (row,) = _json(capsys, "plugin", "check", str(drop_in(tmp_path, "grammar", "def broken(:")), code=1)
    assert (row["kind"], row["id"], row["passes"]) == ("plugin", "grammar", False)
    assert "is not valid Python" in row["problem"]


def test_where_no_plugin_is_it_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "There is no plugin" in _checked(capsys, tmp_path / "nowhere")
    assert "There is no plugin in" in _checked(capsys, tmp_path)
