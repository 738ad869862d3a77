"""Listings: one JSON array each, for people a table, and nothing heavy is imported."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio.cli import run

_PLUGIN = """
from ganstudio.api import Options, Style, hookimpl
ganstudio_api = 2
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
    (tmp_path / "broken.py").write_text("ganstudio_api = 2\nraise ValueError('no brush found')\n", encoding="utf-8")
    (tmp_path / "plain.py").write_text(_PLUGIN + "print('hello')", encoding="utf-8")
    assert run(["--plugin-dir", str(tmp_path), "plugins", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["plain"]["loaded"] is True
    assert rows["broken"]["loaded"] is False
    assert "no brush found" in rows["broken"]["error"]
    assert run(["--safe-mode", "--plugin-dir", str(tmp_path), "plugins"]) == 0
    assert "plain" not in capsys.readouterr().out


def test_a_dropped_in_plugin_runs_once_it_is_trusted(capsys: pytest.CaptureFixture[str]) -> None:
    from ganstudio.core.settings import Home

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


def test_all_that_is_known_of_an_option_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = _array(capsys, "architectures", "dcgan")
    width = row["options"][0]  # type: ignore[index]
    assert (width["name"], width["kind"], width["least"], width["most"]) == ("width", "whole", 8, 256)
    assert row["sizes"] == [32, 64, 128]


def test_a_folder_that_is_not_there_is_a_mistake(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["runs", str(tmp_path / "nowhere")]) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_a_folder_is_checked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from PIL import Image

    for number in range(3):
        Image.new("RGB", (40 + 60 * number, 40), "teal").save(tmp_path / f"{number}.png")
    Image.new("L", (80, 80), 70).save(tmp_path / "grey.jpg")
    (tmp_path / "torn.png").write_bytes((tmp_path / "0.png").read_bytes()[:60])
    (row,) = _array(capsys, "check", str(tmp_path))
    assert (row["pictures"], row["grey"], row["shapes"]) == (4, 1, 3)
    assert "torn.png" in str(row["skipped"])
    said = " ".join(row["warnings"])  # type: ignore[arg-type]
    for part in ("Only 4", "3 pictures are smaller than 64", "2 pictures are more than twice", "1 picture is grey"):
        assert part in said
    assert run(["check", str(tmp_path)]) == 0
    assert "4 pictures; 40 to 80 pixels" in capsys.readouterr().out
    assert run(["check", str(tmp_path / "nowhere")]) == 1


def test_a_reader_that_leaves_early_is_no_error() -> None:
    for command in (["styles"], ["styles", "--json"], ["--help"]):
        with subprocess.Popen(
            [sys.executable, "-m", "ganstudio", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            process.stdout.close()
            assert process.stderr is not None
            assert process.stderr.read() == ""


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


def test_no_torch_where_a_listing_would_wait_for_it() -> None:
    code = "\n".join([
        "import sys, importlib, pkgutil, ganstudio, ganstudio.cli, ganstudio.plugins, ganstudio.runs, ganstudio_plugins",
        "names = ['core.errors', 'core.events', 'core.settings', 'core.files', 'core.log', 'core.schema']",
        "names += ['gui.app.screen_check']",
        "names += ['api.options', 'api.schedule', 'api.architecture', 'api.style']",
        "names += [f'{room.__name__[10:]}.{part.name}' for room in (ganstudio.cli, ganstudio.plugins, ganstudio.runs)",
        "          for part in pkgutil.iter_modules(room.__path__)]",
        "names = [f'ganstudio.{name}' for name in names]",
        "names += [f'ganstudio_plugins.{part.name}' for part in pkgutil.iter_modules(ganstudio_plugins.__path__)]",
        "for name in names:",
        "    importlib.import_module(name)",
        "    assert 'torch' not in sys.modules, name",
        "print(len(names))",
    ])  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 25
