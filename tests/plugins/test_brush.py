"""The brush: it learns, goes on exactly, and becomes a pack. VGG-16 has weights by chance here, which know textures too."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from ganstudio_plugins.brush import Brush, BrushOptions
from ganstudio_plugins.brush.base import FILE, base_weights
from ganstudio_plugins.brush.networks import Painter, folded, reach
from ganstudio_plugins.brush.perceptual import BLOCKS, VGGTeacher
from ganstudio_plugins.brush.teachers import BaseTeacher, distance, gram
from PIL import Image
from safetensors.torch import save_file

from ganstudio.architecture import Batch, Players
from ganstudio.cli import run
from ganstudio.errors import GanStudioError
from ganstudio.events import Event, Progress, Sampled
from ganstudio.packs.file import open_pack, weights
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.testing.architectures import check_architecture
from ganstudio.testing.made import make_pictures
from ganstudio.train.new import new_run
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
    return new_run(
        folder, CATALOG, architecture="brush", data=data, photos=data, size=128, images=images, device="cpu",
        options=TINY | options,
    )  # fmt: skip


@pytest.mark.usefixtures("perceptual")
def test_the_contract() -> None:
    check_architecture(Brush(), start="nothing")


@pytest.mark.parametrize("options", [{"styles": 2}, {"teacher": "base", "strokes": 0.5}, {"learn": "numbers", "colours": 0}])
@pytest.mark.usefixtures("perceptual")
def test_a_stopped_training_goes_on_exactly(
    options: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganstudio_plugins.brush.WARM_UP", 2)
    whole, stopped = brush_run(tmp_path / "whole", 12, **options), brush_run(tmp_path / "stopped", 12, **options)
    listen(whole, CATALOG)

    def at_six(event: Event) -> bool:
        return isinstance(event, Sampled) and event.images >= 6

    listen(stopped, CATALOG, at_six)
    assert 6 <= stopped.images < 12
    listen(Run.open(stopped.folder), CATALOG)
    assert_same(whole, stopped)


@pytest.mark.usefixtures("perceptual")
def test_it_learns_a_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio_plugins.brush.WARM_UP", 0)
    monkeypatch.setattr("ganstudio.train.meters.Meters.due", True)
    painting = tmp_path / "one painting.png"
    Image.effect_noise((256, 256), 90).convert("RGB").save(painting)
    learning = new_run(
        tmp_path / "run", CATALOG, architecture="brush", data=painting, size=128, images=60, device="cpu", options=TINY
    )
    styles = [event.losses["style"] for event in listen(learning, CATALOG) if isinstance(event, Progress)]
    assert sum(styles[-5:]) < 0.8 * sum(styles[:5])


@pytest.mark.parametrize("teacher", ["VGG-16", "base"])
@pytest.mark.usefixtures("perceptual")
def test_the_photo_may_keep_its_own_colours(teacher: str) -> None:
    """What is grey as the painting is grey costs nothing in style; other hues than the photo's do."""
    options = BrushOptions.model_validate({"teacher": teacher, "colours": 0.0})
    players = Brush().build(options, 128, 3)
    photo, painting = torch.rand(1, 3, 128, 128) * 2 - 1, torch.rand(1, 1, 256, 256).expand(1, 3, -1, -1) * 2 - 1
    batch = Batch(painting, torch.zeros(1, 0), 0, source=photo, labels=torch.tensor([0]))

    def losses(made: torch.Tensor) -> dict[str, float]:
        found = Brush().generator_losses(players, replace(batch, fake=made), options)
        return {name: float(loss.detach()) for name, loss in found.items()}

    own, other = losses(photo), losses(photo.flip(1))
    assert own["colours"] == 0 < other["colours"]
    assert "colours" not in Brush().generator_losses(players, replace(batch, fake=photo), BrushOptions())


@pytest.mark.parametrize(
    ("strokes", "size"), [(0.5, 128), (0.517, 128), (0.62, 256), (0.8, 128), (1.2, 128), (1.99, 128), (0.62, 384)]
)
def test_the_base_judges_strokes_of_every_size(strokes: float, size: int) -> None:
    options = BrushOptions(teacher="base", strokes=strokes)
    teacher = BaseTeacher()
    players = Players(torch.nn.Identity(), teacher, 0)
    painting, photo = (torch.rand(1, 3, side, side) * 2 - 1 for side in (2 * size, size))
    batch = Batch(painting, torch.zeros(1, 0), 0, fake=photo.flip(3), source=photo, labels=torch.tensor([0]))
    for losses in (Brush().generator_losses(players, batch, options), Brush().discriminator_losses(players, batch, options)):
        assert all(torch.isfinite(loss) for loss in losses.values())


@pytest.mark.parametrize("sides", [(1, 1), (3, 50), (31, 33), (64, 66)])
def test_the_base_sees_pictures_of_every_size(sides: tuple[int, int]) -> None:
    seen = BaseTeacher()(torch.rand(1, 3, *sides) * 2 - 1)
    assert set(seen) == {1, 2, 3, 4} and all(torch.isfinite(each).all() for each in seen.values())


@pytest.mark.parametrize("odd", ["a line", "on transparency"])
def test_odd_paintings_are_learned_from(odd: str, tmp_path: Path) -> None:
    made = {
        "a line": Image.new("L", (1, 300), 120),
        "on transparency": Image.new("RGBA", (70, 90), (200, 30, 90, 100)),
    }
    made[odd].save(tmp_path / "painting.png")
    learning = new_run(
        tmp_path / "run", CATALOG, architecture="brush", data=tmp_path / "painting.png", size=128, images=2, device="cpu",
        options=TINY | {"teacher": "base", "strokes": 0.62, "start": "nothing"},
    )  # fmt: skip
    listen(learning, CATALOG)
    assert learning.images == 2


@pytest.mark.usefixtures("perceptual")
def test_only_the_numbers_of_the_style_learn(tmp_path: Path) -> None:
    made = brush_run(tmp_path / "run", 8, learn="numbers", start="base", maps=64, blocks=5)
    listen(made, CATALOG)
    saved = checkpoint.latest(made.checkpoints)
    assert saved is not None
    painter = {name.removeprefix("generator.painter."): value for name, value in saved.tensors.items()}
    assert bool(painter["table"].any())
    assert all(torch.equal(painter[name], weight) for name, weight in base_weights().items())


@pytest.mark.usefixtures("perceptual")
def test_one_of_several_styles_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = brush_run(tmp_path / "run", 4, styles=3)
    listen(made, CATALOG)
    out = tmp_path / "mine.ganstyle"
    command = ["publish", str(made.folder), "--out", str(out), "--name", "Mine 木", "--licence", "CC0-1.0", "--which", "2"]
    assert run(command) == 0
    assert "“Mine 木”" in capsys.readouterr().err
    pack = open_pack(out)
    assert (pack.manifest.id, pack.manifest.options["styles"], pack.manifest.images) == ("mine-木", 1, 4)
    assert pack.manifest.preview
    assert "table" not in weights(pack)
    assert run([*command[:-1], "0"]) == 0
    assert run(["publish", str(made.folder), "--out", str(tmp_path / "mine.zip")]) == 1
    assert run(["generate", str(made.folder), "--out", str(tmp_path / "made")]) == 1
    assert "publish it as a style pack" in capsys.readouterr().err


def test_without_the_network_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANSTUDIO_VGG16", str(tmp_path / "nowhere"))
    with pytest.raises(GanStudioError, match=r"The network VGG-16 is not at .*nowhere.*fetch it.*“base”"):
        brush_run(tmp_path / "run", 4)
    (tmp_path / "nowhere").write_text("no network")
    with pytest.raises(GanStudioError, match="is not a VGG-16 that can be read"):
        brush_run(tmp_path / "run", 4)
    assert not (tmp_path / "run").exists()


def test_a_row_of_the_table_is_folded_into_the_painter() -> None:
    torch.manual_seed(0)
    learned, photos = Painter(8, 2, 3), torch.rand(3, 3, 32, 32) * 2 - 1
    assert learned.table is not None
    torch.nn.init.normal_(learned.table, 0, 0.1)
    mean = Painter(8, 2, 1)
    mean.load_state_dict(learned.state_dict() | {"table": learned.table.mean(0, keepdim=True)})
    plain = Painter(8, 2)
    for which, expected in ((1, learned(photos, torch.tensor([1, 1, 4]))), (None, mean(photos))):
        plain.load_state_dict(folded(learned.state_dict(), which))
        assert torch.allclose(plain(photos), expected, atol=1e-5)


@pytest.mark.usefixtures("perceptual")
def test_a_new_style_begins_from_the_base() -> None:
    painter = Brush().build(BrushOptions(), 256, 3).generator.painter
    base = Brush().painter(BrushOptions())
    base.load_state_dict(weights(open_pack(FILE)))
    photos = torch.rand(1, 3, 32, 32) * 2 - 1
    assert isinstance(painter, Painter)
    assert torch.equal(painter(photos), base(photos))
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


@pytest.mark.usefixtures("perceptual")
def test_the_distance_of_styles() -> None:
    critic, pictures = VGGTeacher(), torch.rand(2, 3, 64, 64) * 2 - 1
    seen = critic.targets(pictures, torch.tensor([4, 9]))
    assert seen[1].shape == (2, 64, 64) and seen[4].shape == (2, 512, 512)
    assert float(distance(seen[2], seen[2])) == 0
    assert 0 < float(distance(seen[2], 2 * seen[2])) < float(distance(seen[2], 9 * seen[2])) < 1
    assert torch.allclose(gram(torch.ones(1, 2, 3, 3)), torch.ones(1, 2, 2))
