"""The brush: it learns, goes on exactly, and becomes a pack. VGG-16 has weights by chance here, which know textures too."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from ganstudio_plugins.brush import Brush, BrushOptions
from ganstudio_plugins.brush.base import FILE, base_weights
from ganstudio_plugins.brush.losses import nearest_distance
from ganstudio_plugins.brush.margins import without_margins
from ganstudio_plugins.brush.networks import Generator, Painter, reach
from ganstudio_plugins.brush.perceptual import BLOCKS
from ganstudio_plugins.brush.teachers import BaseTeacher, sliced_wasserstein
from PIL import Image
from safetensors.torch import save_file

from ganstudio.api.architecture import Batch, Networks
from ganstudio.api.style import Tile
from ganstudio.cli import run
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Sampled
from ganstudio.packs.file import open_pack, read_weights, write_pack
from ganstudio.packs.manifest import Manifest
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.pack_catalog import open_pack_style
from ganstudio.runs.run import Run
from ganstudio.testing.architectures import check_architecture
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest
from tests.train.exact import assert_same, listen

CATALOG = Catalog({"brush": Brush()})
TINY = {"maps": 8, "blocks": 1, "start": "nothing"}


@pytest.fixture(scope="session")
def vgg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A VGG-16 with the original's shapes, its weights by chance (He 2015)."""
    by, given, file = torch.Generator().manual_seed(1), 3, tmp_path_factory.mktemp("vgg") / "vgg.safetensors"
    made: dict[str, torch.Tensor] = {}
    for block, count in BLOCKS.items():
        for number in range(1, count + 1):
            wide = 64 * 2 ** (block - 1)
            made[f"conv{block}_{number}.weight"] = torch.randn(wide, given, 3, 3, generator=by) * (2 / (9 * given)) ** 0.5
            made[f"conv{block}_{number}.bias"] = torch.zeros(wide)
            given = wide
    save_file(made, file)
    return file


@pytest.fixture
def perceptual(vgg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANSTUDIO_VGG16", str(vgg))


def brush_run(folder: Path, images: int, **options: object) -> Run:
    data = folder.parent / "paintings"
    if not data.exists():
        make_pictures(data, 3)
    return create_run(
        folder,
        CATALOG,
        TrainRequest(
            architecture="brush", data=data, photos=data, size=128, images=images, device="cpu", options=TINY | options
        ),
    )


@pytest.mark.proof
@pytest.mark.usefixtures("perceptual")
def test_the_contract() -> None:
    check_architecture(Brush(), start="nothing")


@pytest.mark.proof
@pytest.mark.parametrize("options", [{}, {"teacher": "base", "strokes": 0.5, "nearest": 1.0}])
@pytest.mark.usefixtures("perceptual")
def test_a_stopped_training_goes_on_exactly(options: dict[str, object], tmp_path: Path) -> None:
    whole, stopped = brush_run(tmp_path / "whole", 6, **options), brush_run(tmp_path / "stopped", 6, **options)
    listen(whole, CATALOG)

    def at_three(event: Event) -> bool:
        return isinstance(event, Sampled) and event.images >= 3

    listen(stopped, CATALOG, at_three)
    assert 3 <= stopped.images < 6
    listen(Run.open(stopped.folder), CATALOG)
    assert_same(whole, stopped)


@pytest.mark.proof
def test_it_learns_a_style() -> None:
    """By the base's features a painter comes nearer to a striped painting than the picture that it is given."""
    torch.manual_seed(0)
    options = BrushOptions(teacher="base", start="nothing", maps=16, blocks=1, style=3.0, calm=0.0)
    networks = Networks(Generator(Painter(16, 1)), BaseTeacher(), 0)
    adam = torch.optim.Adam(networks.generator.parameters(), 3e-3)
    places = torch.arange(128.0)
    painting = torch.sin((places[:, None] + places) / 5).expand(1, 3, 128, 128).clone()
    photo = torch.nn.functional.interpolate(torch.rand(1, 3, 8, 8) - 0.5, size=(64, 64), mode="bilinear")
    batch = Batch(painting, torch.zeros(1, 0), 0, source=photo, labels=torch.tensor([0]))
    Brush().prepare(networks.generator, painting.add(1).mul(127.5).byte(), options)

    def losses() -> Mapping[str, torch.Tensor]:
        found: Mapping[str, torch.Tensor] = Brush().generator_losses(
            networks, replace(batch, fake=Brush().fake(networks, batch, options)), options
        )
        return found

    def apart() -> float:
        torch.manual_seed(1)
        return sum(float(losses()["style"].detach()) for _ in range(8))

    before = apart()
    for _ in range(80):
        adam.zero_grad()
        torch.stack(list(losses().values())).sum().backward()  # type: ignore[no-untyped-call]
        adam.step()
    assert apart() < 0.93 * before


def test_parts_of_a_painting_are_near_it_and_become_so() -> None:
    by = torch.Generator().manual_seed(0)
    painting = [{level: torch.randn(16, 60, generator=by) for level in (1, 2, 3, 4)}]

    def apart(features: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = nearest_distance(dict.fromkeys((1, 3), features.view(1, 16, 4, 5)), painting)
        return found

    assert float(apart(painting[0][3][:, :20])) < 1e-5, "the fine levels do not count"
    made = torch.randn(16, 20, generator=by).requires_grad_()
    before = apart(made)
    before.backward()  # type: ignore[no-untyped-call]
    assert made.grad is not None and float(before.detach()) > 0.1
    assert float(apart(made.detach() - 200 * made.grad)) < 0.9 * float(before.detach())


@pytest.mark.parametrize(
    ("strokes", "size"), [(0.5, 128), (0.517, 128), (0.62, 256), (0.8, 128), (1.2, 128), (1.99, 128), (0.62, 384)]
)
def test_the_base_judges_strokes_of_every_size(strokes: float, size: int) -> None:
    options = BrushOptions(teacher="base", strokes=strokes)
    teacher = BaseTeacher()
    networks = Networks(Generator(Painter(8, 1)), teacher, 0)
    painting, photo = (torch.rand(1, 3, side, side) * 2 - 1 for side in (2 * size, size))
    batch = Batch(painting, torch.zeros(1, 0), 0, source=photo, labels=torch.tensor([0]))
    batch = replace(batch, fake=Brush().fake(networks, batch, options))
    for losses in (
        Brush().generator_losses(networks, batch, options),
        Brush().discriminator_losses(networks, batch, options),
    ):
        assert all(torch.isfinite(loss) for loss in losses.values())


@pytest.mark.parametrize("sides", [(1, 1), (3, 50), (31, 33), (64, 66)])
def test_the_base_sees_pictures_of_every_size(sides: tuple[int, int]) -> None:
    seen = BaseTeacher()(torch.rand(1, 3, *sides) * 2 - 1)
    assert set(seen) == {1, 2, 3, 4} and all(torch.isfinite(each).all() for each in seen.values())


@pytest.mark.proof
@pytest.mark.parametrize("odd", ["a line", "on transparency"])
def test_odd_paintings_are_learned_from(odd: str, tmp_path: Path) -> None:
    made = {
        "a line": Image.new("L", (1, 300), 120),
        "on transparency": Image.new("RGBA", (70, 90), (200, 30, 90, 100)),
    }
    made[odd].save(tmp_path / "painting.png")
    learning = create_run(
        tmp_path / "run",
        CATALOG,
        TrainRequest(
            architecture="brush",
            data=tmp_path / "painting.png",
            size=128,
            images=2,
            device="cpu",
            options=TINY | {"teacher": "base", "strokes": 0.62, "start": "nothing"},
        ),
    )
    listen(learning, CATALOG)
    assert learning.images == 2


def test_without_the_network_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANSTUDIO_VGG16", str(tmp_path / "nowhere"))
    with pytest.raises(GanStudioError, match=r"The network VGG-16 is not at .*nowhere.*fetch it.*“base”"):
        brush_run(tmp_path / "run", 4)
    (tmp_path / "nowhere").write_text("no network")
    with pytest.raises(GanStudioError, match="is not a VGG-16 that can be read"):
        brush_run(tmp_path / "run", 4)
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("perceptual")
def test_a_new_style_begins_from_the_base() -> None:
    painter = Brush().build(BrushOptions(), 256, 3).generator.painter
    assert isinstance(painter, Painter)
    learned = painter.state_dict()
    assert set(read_weights(open_pack(FILE))) == set(base_weights()) == set(learned) - {"palette"}
    assert all(torch.equal(learned[name], weight) for name, weight in base_weights().items())
    with pytest.raises(GanStudioError, match="“maps” and “blocks”"):
        Brush().build(BrushOptions(maps=32), 256, 3)


@pytest.mark.parametrize("blocks", [1, 3])
def test_its_reach_is_what_it_says(blocks: int) -> None:
    torch.manual_seed(0)
    painter = Painter(8, blocks)
    pictures = torch.rand(1, 3, 256, 256, requires_grad=True)
    painter(pictures)[0, :, 128:132, 128:132].sum().backward()
    assert pictures.grad is not None
    touched = pictures.grad.abs().sum((0, 1)).nonzero()
    assert int(touched.min()) >= 128 - reach(blocks)
    assert int(touched.max()) <= 131 + reach(blocks)


@pytest.mark.proof
@pytest.mark.usefixtures("perceptual")
def test_what_was_learned_is_published_with_the_paintings_palette(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.new("RGB", (300, 200), (200, 40, 90)).save(tmp_path / "painting.png")
    make_pictures(tmp_path / "photos", 3)
    made = create_run(
        tmp_path / "run",
        CATALOG,
        TrainRequest(
            architecture="brush",
            data=tmp_path / "painting.png",
            photos=tmp_path / "photos",
            size=128,
            images=2,
            device="cpu",
            options=TINY,
        ),
    )
    listen(made, CATALOG)
    out = tmp_path / "mine.ganstyle"
    words = ["--name", "Mine 木", "--licence", "CC0-1.0", "--brushwork", "2.5"]
    assert run(["publish", str(made.folder), "--out", str(out), *words]) == 0
    assert "“Mine 木”" in capsys.readouterr().err
    pack = open_pack(out)
    assert (pack.manifest.id, pack.manifest.images) == ("mine-木", 2) and pack.manifest.preview
    colours = read_weights(pack)["palette"]
    assert torch.allclose(colours, torch.tensor([200.0, 40.0, 90.0])[:, None].expand_as(colours) / 255, atol=2e-3)
    assert open_pack_style(out, CATALOG.architectures).Options().brushwork == 2.5
    assert run(["publish", str(made.folder), "--out", str(out), "--brushwork", "5"]) == 1
    assert "brushwork cannot be “5.0”" in capsys.readouterr().err
    assert run(["publish", str(made.folder), "--out", str(tmp_path / "mine.zip")]) == 1
    assert run(["generate", str(made.folder), "--out", str(tmp_path / "made")]) == 1
    assert "publish it as a style pack" in capsys.readouterr().err


def test_a_pack_of_version_0_1_still_paints(tmp_path: Path) -> None:
    """It has no palette, paints pictures anew, and its manifest holds options that there are no more."""
    torch.manual_seed(0)
    painter, options = Painter(8, 1), {"maps": 8, "blocks": 1, "styles": 1, "colours": 1.0, "learn": "everything"}
    older = {name: weight for name, weight in painter.state_dict().items() if name != "palette"}
    path = tmp_path / "older.ganstyle"
    write_pack(path, Manifest(name="Older", architecture="brush", options=options, margin=64), older)
    style = open_pack_style(path, CATALOG.architectures)
    pixels = torch.rand(1, 3, 64, 64)
    statistics = style.statistics(pixels)
    assert not statistics
    made = style.apply(Tile(pixels, 0, 0, 64, 64), style.Options(), statistics)
    assert made.std() < 0.15 < pixels.std()  # its weights by chance give next to nothing: the picture is not added


def test_sliced_wasserstein_distances() -> None:
    torch.manual_seed(0)
    one = torch.randn(16, 3000)
    near, far = (float(sliced_wasserstein(one, one[:, torch.randperm(3000)] * scale)) for scale in (1.0, 3.0))
    assert near < 0.02 < 1 < far


def test_the_margins_of_a_scan_are_no_part_of_the_style() -> None:
    torch.manual_seed(0)
    painting = torch.rand(1, 3, 200, 160) * 2 - 1
    scan = torch.nn.functional.pad(painting, (8, 12, 10, 0), value=1.0)
    assert torch.equal(without_margins(scan), painting[:, :, 2:-2, 1:-1])
    plain = torch.full((1, 3, 200, 200), 0.3)
    plain[:, :, 80:120, 80:120] = painting[:, :, :40, :40]
    assert without_margins(plain).shape == (1, 3, 196, 196)  # a wide plain ground is the painting's own


@pytest.mark.parametrize("shape", [(3,), (4, 512), (3, 1), (3, 5000)])
def test_a_pack_with_a_wrong_palette_is_refused(shape: tuple[int, ...], tmp_path: Path) -> None:
    path, options = tmp_path / "wrong.ganstyle", {"maps": 8, "blocks": 1}
    write_pack(
        path, Manifest(name="Wrong", architecture="brush", options=options, margin=72),
        Painter(8, 1).state_dict() | {"palette": torch.zeros(shape)},
    )  # fmt: skip
    with pytest.raises(GanStudioError, match="its weights do not fit"):
        open_pack_style(path, CATALOG.architectures).statistics(torch.rand(1, 3, 64, 64))


def test_a_paintings_features_are_kept_without_chance() -> None:
    """Else a training that goes on, which looks at the painting anew, would not go on exactly."""
    teacher, painting = BaseTeacher(), torch.rand(1, 3, 512, 512) * 2 - 1
    torch.manual_seed(0)
    before = torch.get_rng_state()
    kept = teacher.features_of(painting, 0)
    assert torch.equal(torch.get_rng_state(), before)
    assert all(seen.shape[1] <= 16384 for seen in kept.values())


def test_distances_are_as_fine_in_a_training_of_bfloat16() -> None:
    one, other = torch.randn(16, 3000) * 100, torch.randn(16, 3000) * 100
    torch.manual_seed(0)
    expected = sliced_wasserstein(one, other)
    torch.manual_seed(0)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(sliced_wasserstein(one, other), expected)
