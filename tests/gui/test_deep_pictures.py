"""Pictures of 16 bits and of other colours in the window."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.qimage import picture_image, to_image, to_picture
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from tests.images.test_depth import ADOBE_RGB, DISPLAY_P3

GOLDEN = Path(__file__).parents[1] / "images" / "golden"
_LONG = 30_000


def test_a_screen_is_given_the_eight_bits_of_sixteen() -> None:
    picture = open_picture(GOLDEN / "rgba.png")
    assert picture.alpha is not None
    seen, bare = to_picture(picture_image(picture)), to_picture(to_image(picture.pixels))
    for made in (seen, bare):
        assert np.abs(made.pixels - picture.pixels / 257).max() < 1
    assert seen.alpha is not None and np.abs(seen.alpha - picture.alpha / 257).max() <= 0.5


@pytest.mark.parametrize("profile", [DISPLAY_P3, ADOBE_RGB])
def test_a_screen_is_given_colours_of_its_own(profile: bytes) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8)
    alpha = np.full((20, 30), 255, np.uint8)
    wanted = ImageCms.profileToProfile(
        Image.fromarray(pixels), ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
    )
    for picture in (Picture(pixels, icc=profile), Picture(pixels, alpha, icc=profile)):
        seen = to_picture(picture_image(picture)).pixels
        assert np.abs(seen.astype(int) - np.asarray(wanted)).max() <= 2
    assert np.array_equal(to_picture(picture_image(Picture(pixels, icc=b"broken"))).pixels, pixels)


def test_the_page_says_how_deep_a_picture_is_saves_it_so_and_says_what_was_converted(
    qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    page = StylizePage(context)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    context.catalog_changed.emit()
    qtbot.waitUntil(lambda: page.controller.picture is not None and page.column.canvas.has_exact(), timeout=_LONG)
    slope = np.linspace(0, 65535, 64 * 48).reshape(48, 64, 1).repeat(3, 2).astype(np.uint16)
    save_picture(Picture(slope), tmp_path / "deep.png")
    page.input.opener.open_file(tmp_path / "deep.png")
    qtbot.waitUntil(lambda: page.column.header._facts.text().endswith("16 bit"), timeout=_LONG)
    with qtbot.waitSignal(context.message_posted, timeout=_LONG, check_params_cb=lambda _words, tone: tone == "good"):
        page.saving.save_to(tmp_path / "made.tif")
    made = open_picture(tmp_path / "made.tif").pixels
    assert made.dtype == np.uint16 and (made % 257 != 0).mean() > 0.5
    Image.new("CMYK", (64, 48), (0, 200, 100, 0)).save(tmp_path / "ink.jpg")
    page.input.opener.open_file(tmp_path / "ink.jpg")
    qtbot.waitUntil(lambda: "CMYK" in page.column.notice.words(), timeout=_LONG)
    assert page.column.notice.words() == "This picture was in CMYK; its colours were converted to sRGB."
    assert not page.column.header._facts.text().endswith("bit")
