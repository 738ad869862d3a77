"""The tutorial for plugin authors: its code is the example, and its road works as it is told."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio.cli import run
from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.loader import load_catalog
from ganstudio.plugins.trust import trust
from tests.plugins.folders import plugin

EXAMPLE = Path(__file__).parent / "example_plugin"
TUTORIAL = Path(__file__).parents[1] / "docs" / "writing-plugins.md"
BLOCK = re.compile(r"^`([\w.]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLE, tmp_path / "duotone", ignore=shutil.ignore_patterns("__pycache__"))


def ganstudio(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "ganstudio", *arguments], check=True, capture_output=True, timeout=120)


def test_the_code_in_the_tutorial_is_the_example() -> None:
    shown = dict(BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")))
    files = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLE.iterdir() if path.is_file()}
    assert shown == files


def test_the_first_ten_minutes(tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = TUTORIAL.read_text(encoding="utf-8")
    assert run(["plugin", "new", "my-ink"]) == 0
    place = Home().plugins / "my_ink"
    source = place / "__init__.py"
    stylize = ["stylize", str(samples / "chelsea.jpg"), "--style", "my-ink", "-o", "ink", "cold"]
    assert run(["--plugin-dir", str(place), *stylize, "--out", str(tmp_path / "result.png")]) == 0
    paper = "paper: float ="
    for old, new, code in (
        (" options.amount)", " 2 * options.amount)", 1),
        (" 2 * options.amount)", " options.amount**0.5)", 0),
        ("ink: Literal", next(line for line in told.splitlines() if paper in line).strip() + "\n    ink: Literal", 0),
        ("torch.ones_like(ink)", "options.paper * torch.ones_like(ink)", 0),
    ):
        assert old in source.read_text(encoding="utf-8") and new.split("\n")[0].strip(" )") in told
        source.write_text(source.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        capsys.readouterr()
        assert run(["plugin", "check", str(place)]) == code
        assert f"    {capsys.readouterr().out}" in told
    assert run(["plugins", "--trust", "my_ink"]) == 0
    assert run([*stylize, "-o", "paper", "0.9", "--out", str(tmp_path / "trusted.png")]) == 0


def test_it_is_dropped_in_trusted_and_used(copy: Path) -> None:
    place = shutil.move(copy, Home().plugins / "duotone")
    listed = plugin(load_catalog(Home(), Settings()), "duotone")
    assert (listed.origin, listed.trusted, listed.loaded, listed.version) == (str(place), False, False, "1.0")
    catalog = load_catalog(Home(), trust(Settings(), listed))
    assert plugin(catalog, "duotone").error is None
    assert "duotone" in catalog.styles and "pebble" in catalog.architectures


@pytest.mark.proof
def test_the_commands_of_the_tutorial(copy: Path, picture_folder: Path, tmp_path: Path) -> None:
    source, made, run = sorted(picture_folder.iterdir())[0], tmp_path / "print.png", tmp_path / "run"
    ganstudio(
        *("--plugin-dir", str(copy), "stylize", str(source)),
        *("--style", "duotone", "-o", "inks", "forest", "--out", str(made)),
    )
    assert made.is_file()
    ganstudio(
        *("--plugin-dir", str(copy), "train", str(picture_folder), "--arch", "pebble", "--size", "16"),
        *("--images", "128", "--batch", "32", "--device", "cpu", "--run", str(run)),
    )
    assert list(run.glob("samples/*.png"))


@pytest.mark.proof
def test_its_own_test_runs_where_it_lies(copy: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "no:pytest-qt", str(copy)]
    heard = subprocess.run(command, capture_output=True, text=True, check=False, cwd=copy.parent, timeout=120)
    assert heard.returncode == 0 and "2 passed" in heard.stdout, heard.stdout + heard.stderr
