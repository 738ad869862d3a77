"""Listings: one JSON array each, for people a table, and nothing heavy is imported."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio.cli import run

_PLUGIN = """
from ganstudio import Options, Style, hookimpl
ganstudio_api = 1
class Plain(Style):
    id, title, summary, Options = "plain", "Plain", "Changes nothing.", Options
    def apply(self, tile, options, statistics):
        return tile.pixels
@hookimpl
def styles():
    return [Plain()]
"""


def _array(capsys: pytest.CaptureFixture[str], *args: str) -> list[dict[str, object]]:
    assert run([*args, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list)
    assert all({"id", "title", "origin"} <= set(row) for row in found)
    return found


def test_styles_and_architectures_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    styles = {row["id"] for row in _array(capsys, "styles")}
    assert {"oil", "pencil", "cartoon", "watercolour", "halftone", "mosaic"} <= styles
    assert {row["id"] for row in _array(capsys, "architectures")} >= {"gan", "dcgan", "progressive"}


def test_one_style_is_shown_with_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["styles", "halftone"]) == 0
    said = capsys.readouterr().out
    assert "halftone" in said
    (row,) = _array(capsys, "styles", "halftone")
    assert row["options"]


def test_plugins_tell_what_failed_and_why(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("ganstudio_api = 1\nraise ValueError('no brush found')\n", encoding="utf-8")
    (tmp_path / "plain.py").write_text(_PLUGIN, encoding="utf-8")
    assert run(["--plugin-dir", str(tmp_path), "plugins", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["plain"]["loaded"] is True
    assert rows["broken"]["loaded"] is False
    assert "no brush found" in rows["broken"]["error"]
    assert run(["--safe-mode", "--plugin-dir", str(tmp_path), "plugins"]) == 0
    assert "plain" not in capsys.readouterr().out


def test_a_dropped_in_plugin_runs_once_it_is_trusted(capsys: pytest.CaptureFixture[str]) -> None:
    from ganstudio.settings import Home

    folder = Home().plugins
    folder.mkdir(parents=True)
    (folder / "plain.py").write_text(_PLUGIN, encoding="utf-8")
    assert "plain" not in {row["id"] for row in _array(capsys, "styles")}
    assert run(["plugins", "--trust", "plain"]) == 0
    capsys.readouterr()
    assert "plain" in {row["id"] for row in _array(capsys, "styles")}
    (folder / "plain.py").write_text(_PLUGIN + "# changed", encoding="utf-8")
    assert "plain" not in {row["id"] for row in _array(capsys, "styles")}


def test_an_unknown_name_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["styles", "halftome"]) == 1
    assert "did you mean halftone?" in capsys.readouterr().err
    assert run(["stiles"]) == 2
    assert "did you mean styles" in capsys.readouterr().err


def test_a_folder_is_checked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from PIL import Image

    for number in range(3):
        Image.new("RGB", (40 + 60 * number, 40), "teal").save(tmp_path / f"{number}.png")
    (tmp_path / "torn.png").write_bytes((tmp_path / "0.png").read_bytes()[:60])
    (row,) = _array(capsys, "check", str(tmp_path))
    assert row["pictures"] == 3
    assert "torn.png" in str(row["skipped"])
    assert len(list(row["warnings"])) == 3  # type: ignore[call-overload]
    assert run(["check", str(tmp_path / "nowhere")]) == 1


@pytest.mark.parametrize(
    ("command", "forbidden"),
    [
        (["--help"], {"torch", "pydantic", "numpy", "rich", "PIL", "PySide6", "importlib.metadata"}),
        (["train", "--help"], {"torch", "PySide6"}),
        (["styles", "--json"], {"torch", "PySide6", "onnxruntime"}),
        (["architectures", "--json"], {"torch", "PySide6"}),
        (["plugins", "--json"], {"torch", "PySide6"}),
        (["runs", ".", "--json"], {"torch", "PySide6"}),
    ],
)
def test_listings_start_without_what_is_heavy(command: list[str], forbidden: set[str]) -> None:
    code = f"import sys; from ganstudio.cli import run; run({command!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert forbidden & set(done.stderr.split()) == set()


@pytest.mark.parametrize(
    "module",
    [
        "errors",
        "events",
        "options",
        "settings",
        "spec",
        "plan",
        "plugins.loading",
        "cli",
        "architecture",
        "style",
        "runs.run",
    ],
)
def test_the_ground_floor_does_not_import_torch(module: str) -> None:
    code = f"import sys, ganstudio.{module}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
