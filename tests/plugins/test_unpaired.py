"""CycleGAN and CUT: exact continuation, what the pool and the contrast do, and that they learn."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from ganstudio_plugins.unpaired import CUT, CycleGAN
from ganstudio_plugins.unpaired.games import CutPainter
from ganstudio_plugins.unpaired.networks import Painter, PatchDiscriminator, PicturePool, compute_margin
from PIL import Image, ImageOps, ImageStat

from ganstudio.api.architecture import Architecture
from ganstudio.cli import run
from ganstudio.core.events import Event, Progress, Sampled
from ganstudio.images.dataset.scan import read_to_end
from ganstudio.packs.file import open_pack
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.testing.architectures import check_architecture
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.data import Pairs, load_data
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest
from ganstudio.train.sample_sheet import arrange_sheet
from tests.train.exact import assert_same, listen

TINY = {"maps": 4, "blocks": 2, "discriminator_maps": 4}
FORMS: list[tuple[Architecture[Any], dict[str, object]]] = [
    (CycleGAN(), {"identity": 0.1}), (CUT(), {"form": "FastCUT"}), (CUT(), {"form": "CUT"}), (CUT(), {"form": "SinCUT"}),
]  # fmt: skip


def two_folders(folder: Path) -> tuple[Path, Path]:
    """Made photos, and red paintings."""
    photos, paintings = folder / "photos", folder / "paintings"
    if not photos.exists():
        make_pictures(photos, 6)
        paintings.mkdir()
        for number in range(4):
            noise = Image.effect_noise((90, 80), 30 + number)
            dark = noise.point([value // 4 for value in range(256)])
            Image.merge("RGB", [noise, dark, dark]).save(paintings / f"{number}.png")
    return photos, paintings


def unpaired_run(architecture: Architecture[Any], folder: Path, images: int, **options: object) -> Run:
    photos, paintings = two_folders(folder.parent)
    return create_run(
        folder,
        Catalog({architecture.id: architecture}),
        TrainRequest(
            architecture=architecture.id,
            data=paintings,
            photos=photos,
            size=64,
            images=images,
            device="cpu",
            options=TINY | options,
        ),
    )


@pytest.mark.proof
@pytest.mark.parametrize(("architecture", "options"), FORMS)
def test_a_stopped_training_goes_on_exactly(
    architecture: Architecture[Any], options: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PicturePool.__init__, "__defaults__", (3,))  # so that the pool is full, and chance decides
    catalog = Catalog({architecture.id: architecture})
    whole = unpaired_run(architecture, tmp_path / "whole", 14, **options)
    stopped = unpaired_run(architecture, tmp_path / "stopped", 14, **options)
    listen(whole, catalog)

    def at_seven(event: Event) -> bool:
        return isinstance(event, Sampled) and event.images >= 7

    listen(stopped, catalog, at_seven)
    assert 7 <= stopped.images < 14
    listen(Run.open(stopped.folder), catalog)
    assert_same(whole, stopped)


def redness(picture: Image.Image) -> float:
    """How much more red than blue there is in the mean."""
    red, _, blue = (ImageStat.Stat(band).mean[0] for band in picture.split())
    return red - blue


@pytest.mark.proof
@pytest.mark.parametrize(("architecture", "options"), FORMS[:3:2])
def test_photos_turn_red(
    architecture: Architecture[Any], options: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganstudio.train.monitor.running_means.RunningMeans.due", True)
    catalog = Catalog({architecture.id: architecture})
    learning = unpaired_run(architecture, tmp_path / "run", 150, rate=1e-3, **options)
    heard = [event for event in listen(learning, catalog) if isinstance(event, Progress)]
    assert all(torch.tensor(list(event.losses.values())).isfinite().all() for event in heard)
    with Image.open(learning.samples()[0][1]) as first, Image.open(learning.samples()[-1][1]) as last:
        before, after = (redness(picture) for picture in (first, last))
    assert after > before + 40


@pytest.mark.proof
@pytest.mark.parametrize(("architecture", "options"), FORMS)
def test_the_contract(architecture: Architecture[Any], options: dict[str, object]) -> None:
    check_architecture(architecture, **options)


def test_it_becomes_a_pack(tmp_path: Path, samples: Path) -> None:
    listen(unpaired_run(CUT(), tmp_path / "run", 2), Catalog({"cut": CUT()}))
    pack = tmp_path / "mine.ganstyle"
    assert run(["publish", str(tmp_path / "run"), "--out", str(pack)]) == 0
    assert open_pack(pack).manifest.architecture == "cut"
    assert run(["stylize", str(samples / "chelsea.jpg"), "--style", str(pack), "--out", str(tmp_path / "a.png")]) == 0


def test_one_painting_and_one_photo_are_enough(tmp_path: Path, samples: Path) -> None:
    painting, photo = samples / "chelsea.jpg", samples / "coffee.jpg"
    catalog, options = Catalog({"cut": CUT()}), TINY | {"form": "SinCUT"}
    learning = create_run(
        tmp_path / "run",
        catalog,
        TrainRequest(architecture="cut", data=painting, photos=photo, size=64, images=8, options=options),
    )
    listen(learning, catalog)
    with Image.open(learning.samples()[-1][1]) as made:
        assert made.size == (4 * 64, 4 * 64)
    data, _ = read_to_end(load_data(CUT(), learning.spec))
    assert isinstance(data, Pairs)
    with Image.open(photo) as whole:  # the sheet shows all of the photo, in its parts
        square = ImageOps.fit(whole.convert("RGB"), (256, 256))
    shown = arrange_sheet(data.sheet_inputs(64), 64)
    assert np.corrcoef(shown.ravel(), np.asarray(square).ravel())[0, 1] > 0.95


def test_the_pool_gives_back_old_pictures_half_of_the_time() -> None:
    torch.manual_seed(0)
    pool = PicturePool(2, 10)
    new = [pool(torch.full((1, 3, 2, 2), float(number))).mean().item() == number for number in range(1010)]
    assert all(new[:10])
    assert 0.4 < sum(new[10:]) / 1000 < 0.6


@torch.no_grad()
def test_the_contrast_knows_places() -> None:
    torch.manual_seed(0)
    painter, pictures = CutPainter(8, 2), torch.rand(1, 3, 64, 64) * 2 - 1
    same, mirrored = float(painter.contrast(pictures, pictures, 32)), float(painter.contrast(pictures.flip(3), pictures, 32))
    assert same < mirrored - 0.5
    torch.manual_seed(1)
    back = float(painter.contrast(pictures.flip(3), pictures, 32, mirrored=True))
    assert back < mirrored - 0.3


@pytest.mark.parametrize("blocks", [1, 3])
def test_its_reach_is_what_it_says(blocks: int) -> None:
    torch.manual_seed(0)
    pictures = torch.rand(1, 3, 192, 192, requires_grad=True)
    Painter(4, blocks)(pictures)[0, :, 96:100, 96:100].sum().backward()
    assert pictures.grad is not None
    touched = pictures.grad.abs().sum((0, 1)).nonzero()
    assert int(touched.min()) >= 96 - compute_margin(blocks)
    assert int(touched.max()) <= 99 + compute_margin(blocks)


def test_the_critic_sees_patches_of_seventy_pixels() -> None:
    critic = torch.nn.Sequential(
        *(layer for layer in PatchDiscriminator(4) if not isinstance(layer, torch.nn.InstanceNorm2d))
    )
    pictures = torch.rand(1, 3, 256, 256, requires_grad=True)
    critic(pictures)[0, 0, 15, 15].backward()
    assert pictures.grad is not None
    rows = pictures.grad.abs().sum((0, 1, 3)).nonzero()
    assert int(rows.max() - rows.min()) + 1 == 70
