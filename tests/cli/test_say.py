"""`ganstudio say`, and a picture painted as a sentence says."""

import json
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.cli import run
from ganstudio.stylize.recipe import look_in


def test_say_shows_what_it_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["say", "--json", "水彩，淡一点 zorblax"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["look"]["layers"][0]["style"] == "watercolour" and said["missed"] == ["zorblax"]
    assert {chip["kind"] for chip in said["chips"]} == {"style", "strength"}
    assert run(["say", "oil painting, softer"]) == 0
    assert "Oil paint" in capsys.readouterr().out
    assert run(["say", "zorblax"]) == 1
    assert "No style was understood" in capsys.readouterr().err


def test_a_picture_is_painted_as_said(samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture, out = tmp_path / "in.png", tmp_path / "out.png"
    with Image.open(samples / "coffee.jpg") as image:
        image.resize((90, 60)).save(picture)
    assert (
        run(
            [
                "stylize",
                str(picture),
                "--say",
                "halftone with bigger dots, half strength, keep my colours",
                "--out",
                str(out),
            ]
        )
        == 0
    )
    look = look_in(out).look
    assert look.layers[0].style == "halftone" and look.layers[0].strength == 0.5 and look.keep_colours
    assert "Understood: Halftone" in capsys.readouterr().err
