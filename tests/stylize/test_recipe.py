"""A result carries the look that made it."""

import zlib
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.api.options import Options, option
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.images.xmp import property_in, with_property, without_property
from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.mask import Fade, Mask, Stroke
from ganstudio.stylize.recipe import (
    Recipe,
    attach_recipe,
    look_in,
    pack_recipe,
    recipe_in,
    recipe_of,
    resolve_look,
    unpack_recipe,
)
from tests.stylize.styles import Negative, Screen

_OF_A_CAMERA = b"""<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'>
<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
<r:Description r:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' dc:creator='Ada'
 xmlns:e='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' e:DigitalSourceType='http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture'/>
</r:RDF></x:xmpmeta>"""
_LOOK = Look(
    layers=(
        Layer(style="screen", options={"width": 12.5}, strength=0.75, blend="multiply"),
        Layer(style="negative", on=False, mask=Mask(fade=Fade(start=(0, 0), end=(1, 0.5)), feather=0.01)),
    ),
    keep_colours=True,
)


class LikeOptions(Options):
    picture: str = option("", "Whose colours are taken.", unit="picture")


class Like(Negative):
    """A style that looks at another picture."""

    id = "like"
    title = "Like"
    trained = True
    Options = LikeOptions  # type: ignore[assignment]


@pytest.fixture
def catalog() -> Catalog:
    styles = {style.id: style for style in (Negative(), Screen(), Like())}
    return Catalog(styles=styles, plugins=(Plugin("lines", "installed", "1.2", digest="ab" * 32, styles=("screen",)),))


@pytest.fixture
def picture() -> Picture:
    noise = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)
    return Picture(noise, xmp=_OF_A_CAMERA)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif", ".avif"])
@pytest.mark.parametrize("deep", [False, True])
def test_every_format_gives_the_look_back(
    picture: Picture, catalog: Catalog, tmp_path: Path, suffix: str, deep: bool
) -> None:
    if deep:
        picture = replace(picture, pixels=picture.pixels.astype(np.uint16) * 257)
    path = tmp_path / f"result{suffix}"
    save_picture(attach_recipe(picture, _LOOK, catalog, Home(), recipes=True), path)
    assert look_in(path).look == _LOOK
    again = recipe_in(open_picture(path))
    assert again is not None and again.look == _LOOK
    assert again.styles[0].plugin == "lines" and again.styles[0].digest == "ab" * 32
    assert [len(digest) for digest in again.masks] == [0, 64]


def test_what_the_picture_said_stays_and_its_source_is_told_once(picture: Picture, catalog: Catalog) -> None:
    once = attach_recipe(picture, _LOOK, catalog, Home(), recipes=True)
    twice = attach_recipe(once, Look(layers=(Layer(style="like"),)), catalog, Home(), recipes=True)
    for made, kind in ((once, b"algorithmicallyEnhanced"), (twice, b"compositeWithTrainedAlgorithmicMedia")):
        assert made.xmp is not None and b"dc:creator='Ada'" in made.xmp
        assert made.xmp.count(b"digitalsourcetype/") == 1 and b"digitalsourcetype/" + kind in made.xmp
        assert made.xmp.count(b"recipe#") == 1
    again = recipe_in(twice)
    assert again is not None and [layer.style for layer in again.look.layers] == ["like"]


def test_without_a_recipe_nothing_of_an_older_one_stays(picture: Picture, catalog: Catalog) -> None:
    made = attach_recipe(attach_recipe(picture, _LOOK, catalog, Home(), recipes=True), _LOOK, catalog, Home(), recipes=False)
    assert made.xmp is not None and b"ganstudio" not in made.xmp and b"dc:creator='Ada'" in made.xmp
    assert attach_recipe(replace(picture, xmp=None), _LOOK, catalog, Home(), recipes=False).xmp is None


def test_a_packet_that_another_program_wrote_anew_is_read() -> None:
    """Adobe's programs write simple properties as attributes, all in one description, with prefixes of their own."""
    rewritten = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:ns1="urn:ganstudio:recipe#" xmlns:dc="http://purl.org/dc/elements/1.1/"
dc:format="image/png" ns1:look="QUJD"><dc:creator>Ada</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"""
    assert property_in(rewritten) == "QUJD"
    anew = with_property(rewritten, "REVG", "algorithmicallyEnhanced")
    assert property_in(anew) == "REVG" and b"<dc:creator>Ada" in anew and b"QUJD" not in anew
    assert b"<dc:creator>Ada" in (without_property(anew) or b"") and b"REVG" not in (without_property(anew) or b"")


@pytest.mark.parametrize(
    "packet", [b"", b"urn:ganstudio:recipe#", b"\xff<urn:ganstudio:recipe#", b"<a>urn:ganstudio:recipe#</b>"]
)
def test_a_broken_packet_has_no_recipe_and_costs_nothing(packet: bytes) -> None:
    assert property_in(packet) is None
    assert property_in(with_property(packet, "QUJD", "algorithmicallyEnhanced")) == "QUJD"


def test_many_strokes_are_left_out_rather_than_the_recipe(catalog: Catalog, picture: Picture, tmp_path: Path) -> None:
    places = np.random.default_rng(1).random((400, 60, 2))
    strokes = tuple(Stroke(points=tuple(map(tuple, points))) for points in places.tolist())
    look = Look(layers=(Layer(style="negative", mask=Mask(full=False, strokes=strokes)),))
    save_picture(attach_recipe(picture, look, catalog, Home(), recipes=True), tmp_path / "a.jpg")
    again = look_in(tmp_path / "a.jpg")
    assert not again.whole and again.look.layers[0].mask == Mask(full=False) and len(again.masks[0]) == 64


def test_a_bomb_or_nonsense_is_no_recipe() -> None:
    assert unpack_recipe(b64encode(zlib.compress(bytes(40_000_000), 9)).decode()) is None
    assert unpack_recipe("%%%") is None and unpack_recipe("QUJD") is None
    assert unpack_recipe(b64encode(zlib.compress(b'{"look": {"layers": 3}}')).decode()) is None


def test_a_recipe_that_unpacks_to_too_much_is_none(catalog: Catalog) -> None:
    text = Recipe(look=Look(layers=(Layer(style="negative"),))).model_dump_json().encode()

    def padded(spaces: int) -> str:
        return b64encode(zlib.compress(text + b" " * spaces, 9)).decode()

    assert unpack_recipe(padded(1_000_000)) is not None
    assert unpack_recipe(padded(16_000_000)) is None and unpack_recipe(padded(40_000_000)) is None


def test_pictures_of_a_look_go_by_name_and_come_back_from_where_they_lie(catalog: Catalog, tmp_path: Path) -> None:
    home, painting = Home(), tmp_path / "private" / "Sunrise.png"
    painting.parent.mkdir()
    Image.new("RGB", (8, 8), "orange").save(painting)
    recipe = recipe_of(Look(layers=(Layer(style="like", options={"picture": str(painting)}),)), catalog, home)
    assert "private" not in recipe.model_dump_json() and recipe.look.layers[0].options == {"picture": "Sunrise.png"}
    carried = unpack_recipe(pack_recipe(recipe))
    assert carried is not None
    assert resolve_look(carried, catalog, home, tmp_path).layers[0].options == {"picture": str(painting.resolve())}
    beside = tmp_path / "Sunrise.png"
    painting.rename(beside)
    assert resolve_look(carried, catalog, home, tmp_path).layers[0].options == {"picture": str(beside.resolve())}
    Image.new("RGB", (8, 8), "green").save(beside)
    assert resolve_look(carried, catalog, home, tmp_path).layers[0].options == {"picture": ""}


def test_a_missing_style_is_named_with_where_it_came_from(catalog: Catalog, tmp_path: Path) -> None:
    recipe = recipe_of(_LOOK, catalog, Home())
    with pytest.raises(GanStudioError, match=r"“Screen” is not here: it came from “lines” 1\.2"):
        resolve_look(recipe, replace(catalog, styles={"negative": Negative()}), Home(), tmp_path)


def test_a_picture_without_a_recipe_says_so(picture: Picture, tmp_path: Path) -> None:
    save_picture(picture, tmp_path / "plain.png")
    with pytest.raises(GanStudioError, match=r"plain\.png carries no recipe"):
        look_in(tmp_path / "plain.png")
    (tmp_path / "look.json").write_text('{"layers": 3}')
    with pytest.raises(GanStudioError, match=r"look\.json is not a look"):
        look_in(tmp_path / "look.json")
    (tmp_path / "look.json").write_text(_LOOK.model_dump_json())
    assert look_in(tmp_path / "look.json").look == _LOOK
