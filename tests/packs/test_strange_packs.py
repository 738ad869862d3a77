"""Style packs of strangers: their names take nobody's place, and nothing in them is more than it seems."""

from pathlib import Path

import pytest
import torch

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Sampled, from_json, to_json
from ganstudio.core.settings import Home, Settings
from ganstudio.packs.foreign.converter import convert
from ganstudio.plugins import pack_catalog
from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.plugins.loader import load_catalog
from tests.packs.made import make_pack
from tests.plugins.folders import plugin


def listed(settings: Settings | None = None) -> Catalog:
    return load_catalog(Home(), settings or Settings())


def at(catalog: Catalog, file: Path) -> Plugin:
    return next(each for each in catalog.plugins if each.pack == str(file))


def test_an_impostor_among_the_packs_displaces_nobody(tmp_path: Path) -> None:
    pack_catalog.install_pack(make_pack(tmp_path / "a.ganstyle", summary="The true one."), Home(), listed())
    false = make_pack(Home().packs / "aaa.ganstyle", summary="Another one.")
    bundled = make_pack(Home().packs / "bbb.ganstyle", "Kanagawa")
    classic = make_pack(Home().packs / "ccc.ganstyle", "Classic")
    catalog = listed()
    assert catalog.style("blue-night").summary == "The true one."
    for file, name in ((false, "blue-night"), (bundled, "kanagawa"), (classic, "classic")):
        assert f"There are two plugins called “{name}”" in str(at(catalog, file).error) and at(catalog, file).twin
    assert plugin(catalog, "kanagawa").origin == "bundled" and "oil" in catalog.styles
    assert "kanagawa" in catalog.styles and "classic" not in catalog.styles


@pytest.mark.parametrize(
    "said",
    [{"images": 10**4000}, {"seconds": float("inf")}, {"losses": {"a": float("nan")}}, {"margin": 10**9}, {"scale": 10**9}],
)
def test_numbers_have_bounds(said: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=next(iter(said))):
        make_pack(tmp_path / "a.ganstyle", **said)  # type: ignore[arg-type]


def test_a_tensor_that_stands_for_a_vast_one_is_refused(tmp_path: Path) -> None:
    vast = torch.zeros(1).expand(2**17, 2**17)
    torch.save({"weight": vast}, tmp_path / "vast.pth")
    with pytest.raises(GanStudioError, match="weights that unpack to gigabytes"):
        convert(tmp_path / "vast.pth")


def test_a_link_in_a_circle_among_the_packs_is_named() -> None:
    Home().packs.mkdir(parents=True)
    try:
        (Home().packs / "round.ganstyle").symlink_to("round.ganstyle")
    except OSError:
        pytest.skip("links need rights here")
    assert "could not be read" in str(at(listed(), Home().packs / "round.ganstyle").error)


def test_safe_mode_loads_no_packs_of_others(tmp_path: Path) -> None:
    pack_catalog.install_pack(make_pack(tmp_path / "a.ganstyle"), Home(), listed())
    assert "blue-night" not in load_catalog(Home(), Settings(), safe_mode=True).styles


@pytest.mark.parametrize(
    "path", ["/etc/hostname", "../other/samples/1.png", r"\\host\share\1.png", "C:1.png", r"a\..\..\b", "//host/x"]
)
def test_samples_lie_in_the_run_folder(path: str) -> None:
    with pytest.raises(ValueError, match="outside of the run folder"):
        from_json(to_json(Sampled(8, path)))
    assert from_json(to_json(Sampled(8, "samples/0001.png"))) == Sampled(8, "samples/0001.png")
