"""What others trained: recognised by content, converted into a pack that paints the same, else named in a sentence."""

import pickle
import threading
import warnings
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio.cli import run
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered
from ganstudio.core.settings import Home, Settings
from ganstudio.images.picture import Picture, Pixels
from ganstudio.packs.file import open_pack
from ganstudio.packs.foreign.registry import known_networks
from ganstudio.plugins import pack_catalog
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loader import load_catalog
from ganstudio.stylize.engine import Region, render
from ganstudio.stylize.look import Layer, Look
from tests.packs.made import make_pack
from tests.packs.originals import (
    AffineNorm,
    AnimeGANv2,
    CUTGenerator,
    CycleGANGenerator,
    FastNeuralStyle,
    PyTorchGANGenerator,
)

ORIGINALS: dict[str, tuple[Callable[[], nn.Module], str]] = {
    "cyclegan": (lambda: CycleGANGenerator(8, 6), "resnet-generator"),
    "cut": (lambda: CUTGenerator(8, 9), "resnet-generator"),
    "pix2pix": (lambda: CycleGANGenerator(4, 9, nn.BatchNorm2d, dropout=True), "resnet-generator"),
    "affine": (lambda: CycleGANGenerator(8, 6, AffineNorm), "resnet-generator"),
    "PyTorch-GAN": (lambda: PyTorchGANGenerator(8, 6), "resnet-generator"),
    "fast": (FastNeuralStyle, "fast-neural-style"),
    "anime": (AnimeGANv2, "animegan-generator"),
}


def picture(width: int, height: int) -> Picture:
    coarse = np.random.default_rng(5).integers(0, 256, (height // 8 + 1, width // 8 + 1, 3), np.uint8)
    return Picture(np.kron(coarse, np.ones((8, 8, 1), np.uint8))[:height, :width])


def painted(catalog: Catalog, style: str, seen: Picture, region: Region | None = None) -> Pixels:
    events = list(render(seen, Look(layers=(Layer(style=style),)), catalog, region=region, stop=threading.Event()))
    (last,) = [event for event in events if isinstance(event, Rendered)]
    assert last.picture is not None
    return last.picture.pixels


def original(which: str) -> nn.Module:
    torch.manual_seed(1)
    made = ORIGINALS[which][0]()
    for name, weight in made.named_parameters():
        if "norm" not in name and weight.ndim == 4:
            nn.init.normal_(weight, 0, (2 / weight[0].numel()) ** 0.5)
    return made.eval()


@pytest.mark.parametrize("which", ORIGINALS)
def test_its_network_is_the_same(which: str, tmp_path: Path) -> None:
    network, file = original(which), tmp_path / "latest_net_G.weird"
    torch.save(network.state_dict(), file)
    style = pack_catalog.open_pack_style(file, {})
    assert style.pack.manifest.architecture == ORIGINALS[which][1]
    seen = torch.rand(1, 3, 64, 96) * 2 - 1
    with torch.inference_mode():
        expected = network((seen + 1) * 127.5) / 127.5 - 1 if which == "fast" else network(seen)
        assert torch.allclose(style.network(seen), expected, atol=1e-3 * float(expected.abs().max()))


@pytest.mark.proof
@pytest.mark.parametrize("which", ORIGINALS)
def test_a_part_is_painted_as_in_the_whole(which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.save(original(which).state_dict(), tmp_path / "net.pth")
    catalog, style = pack_catalog.add_pack(Catalog(), tmp_path / "net.pth")
    seen, place = picture(400, 330), Region(130, 90, 120, 100)
    whole = painted(catalog, style, seen)
    monkeypatch.setattr("ganstudio.stylize.tile_memory._SIDES", (128, 64))
    part = painted(catalog, style, seen, place)
    apart = np.abs(part.astype(int) - whole[90:190, 130:250])
    assert apart.max() <= 1


def test_two_pictures_are_painted_at_once_as_they_are_alone(tmp_path: Path) -> None:
    """A preview and a batch share the network; each has norms of its own."""
    torch.save(original("cyclegan").state_dict(), tmp_path / "shared.pth")
    catalog, style = pack_catalog.add_pack(Catalog(), tmp_path / "shared.pth")
    light, dark = picture(64, 48), Picture(picture(64, 48).pixels // 4)
    alone = {id(seen): painted(catalog, style, seen) for seen in (light, dark)}
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda seen: (seen, painted(catalog, style, seen)), [light, dark] * 12))
    assert all(np.array_equal(made, alone[id(seen)]) for seen, made in together)


def test_it_is_installed_as_a_pack_and_nothing_is_unpickled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "Monet 木.pth"
    torch.save({"state_dict": {f"module.{name}": value for name, value in original("cyclegan").state_dict().items()}}, file)
    assert run(["plugins", "--install", str(file)]) == 0
    assert "Installed as “monet-木”" in capsys.readouterr().err
    monkeypatch.setattr("torch.load", None)
    catalog = load_catalog(Home(), Settings())
    found = next(plugin for plugin in catalog.plugins if plugin.name == "monet-木")
    assert found.loaded and "a CycleGAN or CUT generator" in found.summary
    assert painted(catalog, "monet-木", picture(64, 48)).std() > 5


def test_old_files_count_what_is_not_needed(tmp_path: Path) -> None:
    """Before PyTorch 0.4 instance norms kept running statistics; those files are still about."""
    weights = original("fast").state_dict()
    for norm in [name.removesuffix(".weight") for name in weights if name.split(".")[-2].startswith("in")]:
        weights |= {f"{norm}.running_mean": torch.zeros(3), f"{norm}.running_var": torch.ones(3)}
    torch.save(weights, tmp_path / "mosaic.model", _use_new_zipfile_serialization=False)
    assert pack_catalog.open_pack_style(tmp_path / "mosaic.model", {}).network is not None


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    architectures = load_catalog(Home(), Settings()).architectures
    renamed = make_pack(tmp_path / "a.ganstyle").rename(tmp_path / "a.pth")
    assert pack_catalog.open_pack_style(renamed, architectures).id == "blue-night"
    torch.save(original("cyclegan").state_dict(), tmp_path / "b.ganstyle")
    assert pack_catalog.open_pack_style(tmp_path / "b.ganstyle", {}).id == "b"


Names = dict[str, Any]


def prefixed(weights: Names, prefix: str) -> Names:
    return {prefix + name: value for name, value in weights.items()}


WRAPPED: dict[str, Callable[[Names, Names], Names]] = {
    "netG_A beside others": lambda own, _: {
        "netG_A": own,
        "netD_A": {"model.0.weight": torch.zeros(8, 3, 4, 4)},
        "epoch": 3,
    },
    "generator_state_dict": lambda own, _: {"generator_state_dict": own, "optimizer": {"state": {0: {"step": 1}}}},
    "ema beside what was learned": lambda own, other: {"state_dict": other, "ema": own},
    "params_ema": lambda own, other: {"params": other, "params_ema": own},
    "model": lambda own, _: {"model": own},
    "Lightning": lambda own, _: {"state_dict": prefixed(own, "generator.") | {"discriminator.x": torch.zeros(3)}},
    "Lightning's netG": lambda own, _: {"state_dict": prefixed(own, "netG.")},
    "one network under two names": lambda own, _: prefixed(own, "G.") | prefixed(own, "net."),
    "parallel": lambda own, _: prefixed(own, "module."),
    "compiled": lambda own, _: prefixed(own, "_orig_mod."),
    "all at once": lambda own, _: {"checkpoint": {"state_dict": prefixed(own, "module._orig_mod.generator.")}},
}


@pytest.mark.parametrize("how", WRAPPED)
def test_what_trainers_put_around_weights_is_looked_through(how: str, tmp_path: Path) -> None:
    network, file = original("cyclegan"), tmp_path / "latest.ckpt"
    other = {name: torch.zeros_like(value) for name, value in network.state_dict().items()}
    torch.save(WRAPPED[how](network.state_dict(), other), file)
    seen = torch.rand(1, 3, 32, 32) * 2 - 1
    with torch.inference_mode():
        assert torch.allclose(pack_catalog.open_pack_style(file, {}).network(seen), network(seen), atol=1e-3)


class Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (Path("evil-was-here"),))


def _whole_model(path: Path) -> None:
    torch.save(original("cyclegan"), path)


def _code(path: Path) -> None:
    path.write_bytes(pickle.dumps({"model.1.weight": Evil()}))


def _not_numbers(path: Path) -> None:
    weights = original("cyclegan").state_dict()
    weights["model.1.weight"][0] = float("nan")
    torch.save(weights, path)


def _wrong_shapes(path: Path) -> None:
    weights = original("cyclegan").state_dict()
    weights["model.4.weight"] = torch.zeros(3, 3)
    torch.save(weights, path)


def _two_ways(path: Path) -> None:
    other = {name: value + 1 for name, value in original("cyclegan").state_dict().items()}
    torch.save({"netG_A": original("cyclegan").state_dict(), "netG_B": other}, path)


def _script(path: Path) -> None:
    with warnings.catch_warnings(action="ignore"):  # PyTorch means to give it up
        traced: Any = torch.jit.trace(nn.Conv2d(3, 3, 3), torch.zeros(1, 3, 8, 8))  # type: ignore[no-untyped-call]
        torch.jit.save(traced, path)


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", "")
        archive.writestr("two.txt", "")


def _cut_off(path: Path) -> None:
    torch.save(original("cyclegan").state_dict(), path)
    path.write_bytes(path.read_bytes()[:20_000])


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a whole model": (_whole_model, "a whole pickled model, which could run code"),
    "code": (_code, "which could run code"),
    "not numbers": (_not_numbers, "weights some of which are not numbers"),
    "wrong shapes": (_wrong_shapes, "do not fit"),
    "both ways": (_two_ways, "2 generators in one file .*“netG_A”, “netG_B”"),
    "TorchScript": (_script, "a TorchScript program, which holds code"),
    "DCGAN": (lambda path: torch.save({"main.0.weight": torch.zeros(100, 8, 4, 4)}, path), "a DCGAN generator"),
    "its critic": (lambda path: torch.save({"main.0.weight": torch.zeros(8, 3, 4, 4)}, path), "a DCGAN discriminator"),
    "U-Net": (lambda path: torch.save({"model.model.0.weight": torch.zeros(8, 3, 4, 4)}, path), "a pix2pix U-Net"),
    "a zip": (_zip, "a zip of 2 files"),
    "cut off": (_cut_off, "damaged"),
    "a classifier": (lambda path: torch.save({"fc.weight": torch.zeros(2)}, path), "looks like a classifier"),
    "LoRA": (lambda path: torch.save({"lora_unet_x": torch.zeros(2)}, path), "a LoRA for Stable Diffusion"),
    "something": (lambda path: torch.save({"strange": torch.zeros(2)}, path), "unknown network .*“strange”"),
    "no weights": (lambda path: torch.save({"epoch": 3}, path), "without weights"),
    "a list": (lambda path: torch.save([1, 2], path), "without weights"),
    "a picture": (lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(60)), "a JPEG picture"),
    "a page": (lambda path: path.write_text("<!DOCTYPE html><html>"), "a web page, not what was to be downloaded"),
    "a text": (lambda path: path.write_text("hello"), "a text"),
    "StyleGAN": (lambda path: path.write_bytes(pickle.dumps({"a": b"dnnlib.tflib"}) + b"x"), "StyleGAN|without weights"),
    "nothing": (lambda path: path.write_bytes(b""), "an empty file"),
    "noise": (lambda path: path.write_bytes(bytes(range(200, 256))), "nothing that is known"),
    "half a pickle": (lambda path: path.write_bytes(b"\x80\x02}q"), "a damaged file of PyTorch's|holds more"),
    "bad names": (lambda path: path.write_bytes(b"\x80\x02X\x04\x00\x00\x00\xff\xfe\xff\xfe."), "damaged|holds more"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_something_else_is_named(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make, told = REFUSED[what]
    make(tmp_path / "file.pth")
    with pytest.raises(GanStudioError, match=told) as error:
        _ = pack_catalog.open_pack_style(tmp_path / "file.pth", {}).network
    assert "\n" not in str(error.value) and "file.pth" in str(error.value)
    assert not (tmp_path / "evil-was-here").exists()


def test_every_kind_has_a_pack_of_its_own(tmp_path: Path) -> None:
    """The layout that a pack's manifest holds builds the network again."""
    for each, which in zip(known_networks(), ("cyclegan", "fast", "anime"), strict=False):
        torch.save(original(which).state_dict(), tmp_path / f"{which}.pth")
        plugin = pack_catalog.install_pack(tmp_path / f"{which}.pth", Home(), Catalog())
        assert open_pack(Path(plugin.origin)).manifest.architecture == each.id
        assert pack_catalog.open_pack_style(Path(plugin.origin), {}).network is not None
