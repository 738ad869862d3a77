"""Drawings on transparency: told apart, found, and laid on the ground that was chosen."""

import threading
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from ganstudio.cli import run
from ganstudio.images.background import choose_ground, ground_colour
from ganstudio.images.dataset.duplicates import find_near_duplicates
from ganstudio.images.dataset.report import DatasetReport, examine
from ganstudio.images.dataset.scan import load
from ganstudio.images.image_info import read_image_info
from ganstudio.runs.run_spec import RunSpec


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """Twelve white discs, bars and rings on transparency, each another."""
    for number in range(12):
        image = Image.new("RGBA", (96, 96), (255, 255, 255, 0))
        pen, at = ImageDraw.Draw(image), 6 * number
        shape = pen.ellipse if number % 3 else pen.rectangle
        box = (at, 70 - at, at + 24 + number, 94 - at)
        if number % 3 == 2:
            pen.pieslice(box, 20 * number, 20 * number + 200, fill="white")
        else:
            shape(box, fill="white")
        image.save(tmp_path / f"{number:02}.png")
    return tmp_path


def test_white_drawings_are_no_doubles(drawings: Path) -> None:
    assert not list(find_near_duplicates([read_image_info(file) for file in sorted(drawings.iterdir())]))


def test_they_are_found_and_a_ground_is_named(drawings: Path) -> None:
    *_, last = examine(drawings, 32, threading.Event())
    assert isinstance(last, DatasetReport)
    found = {each.name: each for each in last.findings}
    assert "alike" not in found and "copies" not in found
    assert found["clear"].severity == "warning" and "--ground black" in found["clear"].sentence


def test_the_ground_is_what_transparency_is_laid_on(drawings: Path) -> None:
    files = sorted(drawings.iterdir())
    assert int(load(files, 16)[0].min()) == 255
    dark, grey = load(files, 16, ground="black")[0], load(files, 16, ground="grey")[0]
    assert int(dark.min()) == 0 and int(dark.max()) > 200 and int(grey.min()) == 128
    assert ground_colour("opposite", files) == "#000000" and ground_colour("white", files) == "white"


def test_an_old_plan_lies_on_white() -> None:
    assert RunSpec.model_fields["ground"].default == "white"


def test_a_working_copy_lies_on_its_ground(drawings: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("copy") / "out"
    for ground, corner in (("black", 0), ("grey", 128)):  # chosen anew, all is made again
        assert run(["check", str(drawings), "--size", "32", "--fix", str(out), "--ground", ground]) == 0
        files = sorted(out.glob("*.png"))
        assert len(files) == 12
        with Image.open(files[0]) as image:
            assert image.convert("RGB").getpixel((95, 1)) == (corner,) * 3


def test_the_ground_that_shows_is_proposed(drawings: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    dark = tmp_path_factory.mktemp("dark") / "dark.png"
    Image.new("RGBA", (32, 32), (0, 0, 0, 90)).save(dark)
    opaque = dark.with_name("white.png")
    Image.new("RGB", (32, 32), "white").save(opaque)
    assert choose_ground(sorted(drawings.iterdir())) == "black"
    assert choose_ground([dark, dark]) == choose_ground([opaque]) == "white"
