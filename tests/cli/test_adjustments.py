"""`ganstudio stylize` with light, colour, crop and angle before the style."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.cli import run
from ganstudio.stylize.adjustments.apply import adjust_picture
from ganstudio.stylize.adjustments.values import Adjustments, Crop, Geometry, Tone
from ganstudio.stylize.recipe import look_in


@pytest.fixture
def picture(tmp_path: Path, samples: Path) -> Path:
    path = tmp_path / "cup.png"
    with Image.open(samples / "coffee.jpg") as image:
        image.resize((120, 80)).save(path)
    return path


def pixels(path: Path) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_flags_adjust_the_picture_and_stand_in_its_recipe(picture: Path, tmp_path: Path) -> None:
    from ganstudio.images.open import open_picture

    out = tmp_path / "out.png"
    flags = ["--exposure", "0.5", "--warmth", "20", "--crop", "10,0,20,25", "--rotate", "90", "--straighten", "-2"]
    assert run(["stylize", str(picture), "--style", "halftone", "--strength", "0", *flags, "--out", str(out)]) == 0
    adjustments = Adjustments(
        tone=Tone(exposure=0.5, warmth=20),
        geometry=Geometry(turns=1, straighten=-2, crop=Crop(left=0.1, right=0.8, bottom=0.75)),
    )
    assert look_in(out).look.adjustments == adjustments
    assert np.array_equal(pixels(out), adjust_picture(open_picture(picture), adjustments).pixels)


def test_flags_change_what_a_recipe_has_and_leave_the_rest(picture: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    args = ["stylize", str(picture), "--style", "halftone", "--exposure", "1", "--crop", "1:1", "--out", str(first)]
    assert run(args) == 0
    assert pixels(first).shape == (80, 80, 3)
    again = ["stylize", str(picture), "--recipe", str(first), "--contrast", "30", "--crop", "0,0,50,0", "--out", str(second)]
    assert run(again) == 0
    assert look_in(second).look.adjustments == Adjustments(
        tone=Tone(exposure=1, contrast=30), geometry=Geometry(crop=Crop(right=0.5))
    )
    assert pixels(second).shape == (80, 60, 3)


def test_another_light_is_another_result(picture: Path, tmp_path: Path) -> None:
    how = ["--existing", "skip", "--name", "{name}", "--out", str(tmp_path / "out")]
    args = ["stylize", str(picture), "--style", "halftone", *how]
    for flags in ([], ["--exposure", "1"], ["--exposure", "1"], ["--crop", "1:1"]):
        assert run([*args, *flags]) == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["cup-2.png", "cup-3.png", "cup.png"]


@pytest.mark.parametrize(
    "flag",
    [["--crop", "60,0,50,0"], ["--crop", "3:0"], ["--crop", "x"], ["--crop", "1000:1"], ["--crop", "nan,0,0,0"],
     ["--crop", "-5,0,0,0"], ["--exposure", "9"], ["--rotate", "45"], ["--straighten", "nan"], ["--warmth", "nan"],
     ["--strength", "nan"]],
)  # fmt: skip
def test_what_keeps_nothing_or_lies_out_of_range_is_refused_in_a_sentence(
    flag: list[str], picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stylize", str(picture), "--style", "halftone", *flag, "--out", str(tmp_path / "out.png")]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said and flag[0].strip("-") in said
    assert not (tmp_path / "out.png").exists()
