"""Looks kept as small pictures that carry them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.presets import Presets
from ganstudio.stylize.recipe import attach_recipe
from tests.stylize.styles import CATALOG

_LOOK = Look(layers=(Layer(style="screen", options={"width": 30.0}), Layer(style="negative", strength=0.4)))


def picture(longest: int) -> Picture:
    return Picture(np.full((longest // 2, longest, 3), 90, np.uint8), exif=b"Exif\0\0private", source=Path("secret.jpg"))


def test_a_preset_is_a_picture_that_gives_its_look_back(tmp_path: Path) -> None:
    presets = Presets(Home())
    file = presets.save("Nacht / 夜 *", picture(200), _LOOK, CATALOG)
    assert presets.files == [file] and file.stem == "Nacht   夜"
    assert presets.look(file, CATALOG) == _LOOK
    assert b"private" not in file.read_bytes() and b"secret" not in file.read_bytes()
    presets.export_file(file, tmp_path / "shared.png")
    there = presets.import_file(tmp_path / "shared.png")
    assert there.stem == "shared" and presets.look(there, CATALOG) == _LOOK
    assert presets.import_file(tmp_path / "shared.png").stem == "shared-2"


def test_any_result_becomes_a_small_preset(tmp_path: Path) -> None:
    save_picture(
        attach_recipe(replace(picture(900), exif=None), _LOOK, CATALOG, Home(), recipes=True), tmp_path / "result.jpg"
    )
    there = Presets(Home()).import_file(tmp_path / "result.jpg")
    with Image.open(there) as image:
        assert image.size == (320, 160) and image.format == "PNG"
    assert Presets(Home()).look(there, CATALOG) == _LOOK


def test_what_cannot_be_a_preset_is_said(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "plain.png")
    with pytest.raises(GanStudioError, match="carries no recipe"):
        Presets(Home()).import_file(tmp_path / "plain.png")
    with pytest.raises(GanStudioError, match="needs a name"):
        Presets(Home()).save(" /// ", picture(50), _LOOK, CATALOG)
