"""Style packs at work: listed, installed, replaced, removed; tiles agree with the whole."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.cli import run
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered
from ganstudio.core.settings import Home, Settings
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture, Pixels
from ganstudio.packs.style import PackStyle
from ganstudio.plugins import pack_catalog
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loader import load_catalog
from ganstudio.stylize.engine import Region, render
from ganstudio.stylize.look import Layer, Look
from tests.packs.made import make_pack


def loaded() -> Catalog:
    return load_catalog(Home(), Settings())


def painted(picture: Picture, catalog: Catalog, region: Region | None = None, **options: float) -> Pixels:
    look = Look(layers=(Layer(style="blue-night", options=options),))
    (last,) = [e for e in render(picture, look, catalog, region=region, stop=threading.Event()) if isinstance(e, Rendered)]
    assert last.picture is not None
    return last.picture.pixels


def test_install_replace_and_remove(tmp_path: Path) -> None:
    made = make_pack(tmp_path / "Some file 名.ganstyle")
    pack_catalog.install_pack(made, Home(), loaded())
    found = next(plugin for plugin in loaded().plugins if plugin.name == "blue-night")
    assert found.loaded and found.licence == "CC0-1.0" and found.origin == str(Home().packs / "blue-night.ganstyle")
    pack_catalog.install_pack(make_pack(tmp_path / "new.ganstyle", summary="Bluer."), Home(), loaded())
    assert loaded().style("blue-night").summary == "Bluer."
    pack_catalog.remove_pack("blue-night", Home())
    assert "blue-night" not in loaded().styles
    with pytest.raises(GanStudioError, match="no style pack called “blue-night”"):
        pack_catalog.remove_pack("blue-night", Home())


def test_a_pack_never_takes_the_place_of_another_style(tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match="“oil” already, from “classic”"):
        pack_catalog.install_pack(make_pack(tmp_path / "a.ganstyle", "Oil"), Home(), loaded())
    assert not Home().packs.exists()


def test_a_pack_of_an_architecture_that_is_not_here(tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match="needs the architecture “quill”"):
        pack_catalog.open_pack_style(make_pack(tmp_path / "a.ganstyle", architecture="quill"), loaded().architectures)


def test_a_broken_pack_is_listed_and_the_rest_works(tmp_path: Path) -> None:
    pack_catalog.install_pack(make_pack(tmp_path / "a.ganstyle"), Home(), loaded())
    (Home().packs / "broken.ganstyle").write_bytes(b"broken")
    catalog = loaded()
    assert "blue-night" in catalog.styles
    broken = next(plugin for plugin in catalog.plugins if plugin.name == "broken")
    assert broken.error and "is not a style pack" in broken.error


def test_safe_mode_and_switching_off_leave_it_out(tmp_path: Path) -> None:
    pack_catalog.install_pack(make_pack(tmp_path / "a.ganstyle"), Home(), loaded())
    assert "blue-night" not in load_catalog(Home(), Settings(), safe_mode=True).styles
    assert "blue-night" not in load_catalog(Home(), Settings(disabled=("blue-night",))).styles


@pytest.mark.parametrize("stroke", [1.0, 5.0])
def test_tiles_agree_with_the_whole(stroke: float, tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog, name = pack_catalog.add_pack(loaded(), make_pack(tmp_path / "a.ganstyle"))
    assert name == "blue-night"
    picture = open_picture(samples / "coffee.jpg")
    picture = Picture(picture.pixels[:301, :411])
    whole = painted(picture, catalog, stroke=stroke)
    part = painted(picture, catalog, Region(170, 90, 97, 61), stroke=stroke)
    apart = np.abs(whole[90:151, 170:267].astype(int) - part.astype(int))
    assert apart.max() == 0
    monkeypatch.setattr("ganstudio.stylize.tile_memory._SIDES", (64,))
    tiled = painted(picture, catalog, stroke=stroke)
    assert np.abs(whole.astype(int) - tiled.astype(int)).max() <= 1


def test_no_colours_of_the_style(tmp_path: Path, samples: Path) -> None:
    catalog, _ = pack_catalog.add_pack(loaded(), make_pack(tmp_path / "a.ganstyle"))
    grey = np.repeat(open_picture(samples / "chelsea.jpg").pixels[:64, :96, :1], 3, axis=2)
    plain = painted(Picture(grey), catalog, colours=0.0).astype(int)
    assert (plain.max(2) - plain.min(2)).max() <= 1, "grey stays grey"
    assert not np.array_equal(plain[..., 0], grey[..., 0])


def test_a_pack_on_the_command_line(tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = make_pack(tmp_path / "a b.ganstyle")
    assert run(["stylize", str(samples / "chelsea.jpg"), "--style", str(made), "--out", str(tmp_path / "out.png")]) == 0
    with Image.open(tmp_path / "out.png") as out, Image.open(samples / "chelsea.jpg") as source:
        assert out.size == source.size
    (tmp_path / "bad.ganstyle").write_text("no pack")
    assert (
        run(["stylize", str(samples / "chelsea.jpg"), "--style", str(tmp_path / "bad.ganstyle"), "--out", str(tmp_path)])
        == 1
    )
    assert "bad.ganstyle is not a style pack" in capsys.readouterr().err


def test_install_and_remove_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plugins", "--install", str(make_pack(tmp_path / "a.ganstyle"))]) == 0
    assert "Installed as “blue-night”" in capsys.readouterr().err
    assert run(["styles", "blue-night"]) == 0
    assert "stroke" in capsys.readouterr().out
    assert run(["plugins", "--remove", "blue-night"]) == 0
    assert run(["plugins", "--remove", "blue-night"]) == 1
    assert "no style pack called “blue-night”" in capsys.readouterr().err


def test_of_a_small_picture_nothing_beyond_its_edges_is_painted_and_parts_agree(tmp_path: Path, samples: Path) -> None:
    pack_catalog.install_pack(make_pack(tmp_path / "a.ganstyle"), Home(), loaded())
    catalog, seen = loaded(), list[tuple[int, ...]]()
    picture = Picture(np.asarray(Image.fromarray(open_picture(samples / "coffee.jpg").pixels).resize((300, 203))))
    style = catalog.style("blue-night")
    assert isinstance(style, PackStyle)
    style.network.register_forward_pre_hook(lambda _, given: seen.append(tuple(given[0].shape[2:])))
    whole = painted(picture, catalog)
    assert seen == [(208, 304)]  # whole cells of the grid, and no margin
    part = painted(picture, catalog, Region(190, 100, 110, 103))
    assert np.array_equal(part, whole[100:203, 190:300])
