"""ONNX models as styles: size, span, layout and scale are found out, shown and editable; what cannot paint is named."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ganstudio.api.options import fields
from ganstudio.cli import run
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered
from ganstudio.core.settings import Home, Settings
from ganstudio.images.picture import Picture, Pixels
from ganstudio.plugins import pack_catalog
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loader import load_catalog
from ganstudio.stylize.engine import Region, render
from ganstudio.stylize.look import Layer, Look
from tests.packs.onnx_made import node, number, outside, value_info, write_model

pytest.importorskip("onnxruntime")
NHWC = {"inputs": [value_info("x", [1, "h", "w", 3])], "outputs": [value_info("y", [1, "h", "w", 3])]}
FIXED = {"inputs": [value_info("x", [1, 3, 64, 64])], "outputs": [value_info("y", [1, 3, 64, 64])]}
TWO = {"inputs": [value_info("x", [1, 3, "h", "w"]), value_info("z", [1, 3, "h", "w"])]}
VECTOR = {"inputs": [value_info("x", [1, 512])], "outputs": [value_info("y", [1, 512])]}


def negative(path: Path, white: float = 1.0, **more: list[bytes]) -> Path:
    return write_model(path, [node("Sub", ["white", "x"], "y")], constants=[number("white", white)], **more)


def twice(path: Path) -> Path:
    nodes = [node("Concat", ["x"] * 4, "many", axis=1), node("DepthToSpace", ["many"], "y", blocksize=2)]
    return write_model(path, nodes)


MODELS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "one": (negative, "any size, NCHW, takes 0 to 1, gives 0 to 1"),
    "byte": (lambda path: negative(path, 255.0, **NHWC), "any size, NHWC, takes 0 to 255, gives 0 to 255"),
    "both signs": (lambda path: negative(path, 0.0, **FIXED), "64×64, NCHW, takes -1 to 1, gives -1 to 1"),
}


def picture(width: int = 64, height: int = 64) -> Picture:
    across = np.linspace(0, 255, width)[None, :, None] * np.array([1, 0.5, 0.2])
    return Picture(np.broadcast_to(across, (height, width, 3)).astype(np.uint8).copy())


def painted(catalog: Catalog, style: str, seen: Picture, region: Region | None = None, **options: object) -> Pixels:
    look = Look(layers=(Layer(style=style, options=options),))
    (last,) = [e for e in render(seen, look, catalog, region=region, stop=threading.Event()) if isinstance(e, Rendered)]
    assert last.picture is not None
    return last.picture.pixels


@pytest.mark.parametrize("which", MODELS)
def test_how_it_wants_pictures_is_found_out(which: str, tmp_path: Path) -> None:
    make, told = MODELS[which]
    catalog, style = pack_catalog.add_pack(Catalog(), make(tmp_path / "Negative.bin"))
    assert told in catalog.style(style).summary
    apart = painted(catalog, style, picture(), detail=0.0).astype(int) - (255 - picture().pixels.astype(int))
    assert np.abs(apart).max() <= 2
    shown = {field.name: field for field in fields(catalog.style(style).Options)}
    assert shown["takes"].expert and shown["takes"].default in told
    assert (shown["side"].least == shown["side"].most == 64) == (which == "both signs")


def test_what_was_found_out_may_be_changed(tmp_path: Path) -> None:
    catalog, style = pack_catalog.add_pack(Catalog(), negative(tmp_path / "negative.onnx"))
    swapped = painted(catalog, style, picture(), takes="-1 to 1", detail=0.0)
    assert np.abs(swapped.astype(int) - painted(catalog, style, picture(), detail=0.0)).mean() > 20


def test_large_and_odd_pictures_in_parts(tmp_path: Path) -> None:
    catalog, style = pack_catalog.add_pack(Catalog(), negative(tmp_path / "negative.onnx"))
    seen, place = picture(301, 211), Region(37, 50, 90, 60)
    whole = painted(catalog, style, seen, side=128)
    assert whole.shape == (211, 301, 3)
    assert np.abs(painted(catalog, style, seen, place, side=128).astype(int) - whole[50:110, 37:127]).max() <= 1


def test_a_model_that_enlarges(tmp_path: Path) -> None:
    catalog, style = pack_catalog.add_pack(Catalog(), twice(tmp_path / "twice.onnx"))
    assert catalog.style(style).scale == 2
    made = painted(catalog, style, picture(61, 47))
    assert np.array_equal(made, picture(61, 47).pixels.repeat(2, 0).repeat(2, 1))


def test_install_list_and_remove(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = negative(tmp_path / "Mein Negativ 木.dat")
    assert run(["plugins", "--install", str(file)]) == 0
    catalog = load_catalog(Home(), Settings())
    found = next(plugin for plugin in catalog.plugins if plugin.name == "mein-negativ-木")
    assert found.loaded and "takes 0 to 1" in found.summary
    assert catalog.style("mein-negativ-木").title == "Mein Negativ 木"
    assert painted(catalog, "mein-negativ-木", picture()).std() > 5
    assert run(["plugins", "--remove", "mein-negativ-木"]) == 0
    assert not any(Home().packs.iterdir())
    capsys.readouterr()


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "two inputs": (lambda p: write_model(p, [node("Add", ["x", "z"], "y")], **TWO), "an ONNX model with 2 inputs"),
    "a vector": (lambda p: write_model(p, [node("Neg", ["x"], "y")], **VECTOR), "that takes no picture"),
    "one number": (lambda p: write_model(p, [node("GlobalAveragePool", ["x"], "y")]), r"that makes \[1, 1\] pixels"),
    "four maps": (
        lambda p: write_model(p, [node("Shape", ["x"], "y")], outputs=[value_info("y", [4], 7)]),
        "gives no picture",
    ),
    "a file outside": (
        lambda p: write_model(p, [node("Add", ["x", "c"], "y")], constants=[outside("c", "../../secret")]),
        "an ONNX model that names a file elsewhere",
    ),
    "damaged": (lambda p: p.write_bytes(negative(p).read_bytes()[:60]), "a damaged ONNX model"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_paint_is_named(what: str, tmp_path: Path) -> None:
    make, told = REFUSED[what]
    make(tmp_path / "model.onnx")
    with pytest.raises(GanStudioError, match=told) as error:
        pack_catalog.open_style_file(tmp_path / "model.onnx", {})
    assert "\n" not in str(error.value) and "model.onnx" in str(error.value)
