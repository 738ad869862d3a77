"""Restore: what damage does, that it is undone, exact continuation, and packs whose tiles meet."""

import threading
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import torch
from ganstudio_plugins.restore import Restore, RestoreOptions
from ganstudio_plugins.restore.damage import DAMAGES, cut_holes
from ganstudio_plugins.restore.jpeg import compress_jpeg
from ganstudio_plugins.restore.networks import REACH, Filler, find_holes, make_painter, spread_surroundings
from PIL import Image
from torch import Tensor
from torch.nn.functional import max_pool2d

from ganstudio.cli import run
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Rendered, Sampled
from ganstudio.images.picture import Picture
from ganstudio.packs.file import open_pack, write_pack
from ganstudio.packs.manifest import Manifest
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.pack_catalog import open_pack_style
from ganstudio.runs.run import Run
from ganstudio.stylize import tile_memory
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Layer, Look
from ganstudio.testing.architectures import check_architecture
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest
from tests.train.exact import assert_same, listen

CATALOG = Catalog({"restore": Restore()})
REPAIRS = ("noise", "holes", "enlarge")
MAGENTA = torch.tensor([1.0, -1.0, 1.0]).view(1, 3, 1, 1)


def photo(samples: Path, side: int = 192) -> Tensor:
    """A sample picture, 1×3×side×side in [-1, 1]."""
    with Image.open(samples / "chelsea.jpg") as picture:
        pixels = np.array(picture.convert("RGB").resize((side, side)))
    return torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 127.5 - 1


def restore_run(folder: Path, data: Path, images: int, **options: object) -> Run:
    return create_run(
        folder,
        CATALOG,
        TrainRequest(
            architecture="restore",
            data=data,
            size=64,
            images=images,
            device="cpu",
            options={"maps": 8, "discriminator_maps": 4} | options,
        ),
    )


@pytest.mark.parametrize("repair", REPAIRS)
@pytest.mark.parametrize("invent", [0.0, 1.0])
def test_the_contract(repair: str, invent: float) -> None:
    check_architecture(Restore(), repair=repair, invent=invent)


@pytest.mark.proof
@pytest.mark.parametrize("repair", REPAIRS)
def test_a_stopped_training_goes_on_exactly(repair: str, tmp_path: Path) -> None:
    data = make_pictures(tmp_path / "pictures", 5)
    whole, stopped = (restore_run(tmp_path / name, data, 40, repair=repair) for name in ("whole", "stopped"))
    listen(whole, CATALOG)

    def at_twenty(event: Event) -> bool:
        return isinstance(event, Sampled) and event.images >= 20

    listen(stopped, CATALOG, at_twenty)
    assert 20 <= stopped.images < 40
    listen(Run.open(stopped.folder), CATALOG)
    assert_same(whole, stopped)


@pytest.mark.proof
def test_sheets_show_the_same_damage_beside_its_repair(tmp_path: Path) -> None:
    learning = restore_run(tmp_path / "run", make_pictures(tmp_path / "pictures", 3), 80, rate=1e-2)
    listen(learning, CATALOG)
    sheets = [np.array(Image.open(path)).reshape(4, 64, 2, 2, 64, 3) for _, path in learning.samples()]
    first, last = sheets[0], sheets[-1]
    assert (first[:, :, :, 0] == last[:, :, :, 0]).all()  # the damage
    assert (first[:, :, :, 0] == first[:, :, :, 1]).mean() > 0.99  # at first nothing is repaired
    assert (last[:, :, :, 0] != last[:, :, :, 1]).mean() > 0.5


@pytest.mark.proof
@pytest.mark.parametrize("repair", ["noise", "enlarge"])
def test_it_undoes_some_of_the_damage(repair: str, tmp_path: Path, samples: Path) -> None:
    torch.manual_seed(0)
    clean = photo(samples)
    given = DAMAGES[repair](clean)
    learning = restore_run(tmp_path / "run", samples, 240, repair=repair, invent=0.1, rate=5e-3)
    network = make_painter(repair, 8)

    def off() -> float:
        with torch.no_grad():
            return float((network(given) - clean).square().mean())

    before = off()  # untouched, or enlarged without a network
    listen(learning, CATALOG)
    pack = tmp_path / "mine.ganstyle"
    assert run(["publish", str(learning.folder), "--out", str(pack)]) == 0
    style = open_pack_style(open_pack(pack).path, {"restore": Restore()})
    assert style.summary.startswith(("Takes away noise", "Paints a picture twice as large"))
    network = style.network
    assert off() < before


def test_it_takes_no_photos(tmp_path: Path, samples: Path) -> None:
    with pytest.raises(GanStudioError, match="it takes no photos"):
        create_run(tmp_path / "run", CATALOG, TrainRequest(architecture="restore", data=samples, photos=samples))


@pytest.mark.parametrize("quality", [20, 50, 90])
def test_its_jpeg_is_nearly_that_of_files(quality: int, samples: Path) -> None:
    light = photo(samples).add(1).div(2)
    pixels, file = light[0].permute(1, 2, 0).mul(255).round().byte().numpy(), BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality, subsampling=2)
    theirs = torch.from_numpy(np.array(Image.open(file))).permute(2, 0, 1)[None] / 255
    ours = compress_jpeg(light, torch.full((1, 1, 1, 1), float(quality)))
    assert (ours - theirs).square().mean() < 0.3 * (light - theirs).square().mean()


def test_nothing_but_holes_is_touched(samples: Path) -> None:
    torch.manual_seed(0)
    clean, network = photo(samples), Filler(8, "holes")
    torch.nn.init.normal_(network.last.weight)
    given = cut_holes(clean)
    away = max_pool2d((given != clean).float().amax(1, keepdim=True), 9, 1, 4) == 0
    assert 0.2 < away.float().mean() < 1
    with torch.no_grad():
        made = network(given)
        assert (made == clean)[away.expand_as(made)].all()
        assert network(clean).equal(clean)

    def painted(pictures: Tensor) -> Tensor:
        return (pictures - MAGENTA).abs().amax(1) < 0.1

    assert (given - clean).square().mean() > 5 * (Filler(8, "holes")(given) - clean).square().mean()
    assert painted(given).sum() > 500
    assert not painted(spread_surroundings(given, find_holes(given)))[painted(given)].any()


@pytest.mark.parametrize("repair", REPAIRS)
def test_tiles_are_parts_of_the_whole(repair: str, tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    network, options, size = make_painter(repair, 8), RestoreOptions(repair=repair, maps=8), 460
    torch.nn.init.normal_(network.get_submodule("last").get_parameter("weight"), std=0.1)
    manifest = Manifest(
        name="Mended", architecture="restore", options=options.model_dump(mode="json"), margin=REACH[repair],
        scale=Restore().scale(options), images=1, seconds=1.0,
    )  # fmt: skip
    write_pack(tmp_path / "a.ganstyle", manifest, network.state_dict())
    style = open_pack_style(tmp_path / "a.ganstyle", {"restore": Restore()})
    given = photo(samples, size)
    given[:, :, 180:240, 100:330] = MAGENTA
    picture = Picture(given[0].permute(1, 2, 0).add(1).mul(127.5).round().byte().numpy())

    def rendered(side: int) -> Picture:
        monkeypatch.setattr(tile_memory, "tile_side", lambda margin, device: side)
        look = Look(layers=(Layer(style=style.id),))
        *_, last = render(picture, look, Catalog({}, {style.id: style}), stop=threading.Event())
        assert isinstance(last, Rendered)
        return last.picture

    whole, tiled = rendered(512), rendered(128)
    assert whole.width == size * manifest.scale
    assert np.abs(whole.pixels.astype(int) - tiled.pixels).max() <= 1
