"""Films carry the look that made them, and players read them as before."""

import random
import struct
import threading
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("av", reason="PyAV is not installed")

import av
from PIL import Image

from ganstudio.cli import run
from ganstudio.core.errors import GanStudioError
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.recipe import look_in, recipe_in_video
from ganstudio.stylize.references import digest_of
from ganstudio.stylize.video_job import stylize_video
from ganstudio.video.decode import open_film
from ganstudio.video.video_xmp import read_film_xmp
from tests.stylize.styles import CATALOG
from tests.video.films import moving, read, write

KINDS = (".mp4", ".webm", ".gif")
NEGATIVE = Look(layers=(Layer(style="negative", strength=0.7),))
OTHER = Look(layers=(Layer(style="screen"),))


def make(source: Path, target: Path, look: Look = NEGATIVE, *, steady: float = 0.25, recipes: bool = True) -> Path:
    stop = threading.Event()
    list(stylize_video(source, target, look, CATALOG, device="cpu", steady=steady, recipes=recipes, stop=stop))
    return target


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("source") / "in.mp4", moving(8), sound="aac")


@pytest.mark.parametrize("suffix", KINDS)
def test_a_film_carries_its_look_and_plays_as_before(source: Path, tmp_path: Path, suffix: str) -> None:
    made = make(source, tmp_path / f"made{suffix}")
    bare = make(source, tmp_path / f"bare{suffix}", recipes=False)
    recipe = look_in(made)
    assert (recipe.look, recipe.steady, recipe.source) == (NEGATIVE, 0.25, digest_of(source))
    assert b"digitalsourcetype/algorithmicallyEnhanced" in (read_film_xmp(made) or b"")
    assert read_film_xmp(bare) is None and b"ganstudio" not in bare.read_bytes()
    (one, times), (other, later) = read(made), read(bare)
    assert np.array_equal(one, other) and times == later and len(times) == 8
    with av.open(made) as container:
        sounds = [len(list(container.decode(track))) for track in container.streams.audio]
    assert sounds == [] if suffix == ".gif" else sounds[0] > 10
    again = make(made, tmp_path / f"again{suffix}", OTHER)
    assert look_in(again).look == OTHER and look_in(again).source == digest_of(made)
    assert recipe_in_video(make(made, tmp_path / f"none{suffix}", OTHER, recipes=False)) is None


def test_the_box_is_the_last_of_whole_boxes(source: Path, tmp_path: Path) -> None:
    content = make(source, tmp_path / "out.mp4").read_bytes()
    place, kinds = 0, []
    while place < len(content):
        size, kind = struct.unpack_from(">I4s", content, place)
        kinds.append(kind)
        place += size
    assert place == len(content) and kinds[0] == b"ftyp" and kinds[-1] == b"uuid"
    assert kinds.index(b"moov") < kinds.index(b"mdat")  # plays while it is loaded


def test_other_readers_take_the_gif(source: Path, tmp_path: Path) -> None:
    with Image.open(make(source, tmp_path / "out.gif")) as image:
        assert getattr(image, "n_frames", 1) == 8
        for number in range(8):
            image.seek(number)
            image.load()


def test_a_recipe_makes_the_same_film(source: Path, tmp_path: Path) -> None:
    first, second, bare = tmp_path / "a.mp4", tmp_path / "b.mp4", tmp_path / "c.mp4"
    style = ["--style", "halftone", "-o", "dot", "8", "--steady", "0.9"]
    assert run(["stylize", str(source), *style, "--out", str(first)]) == 0
    assert run(["stylize", str(source), "--recipe", str(first), "--out", str(second)]) == 0
    assert second.read_bytes() == first.read_bytes() and look_in(second).steady == 0.9
    again = ["--recipe", str(first), "--steady", "0", "--no-recipe", "--out", str(bare)]
    assert run(["stylize", str(source), *again]) == 0
    assert recipe_in_video(bare) is None and read(bare)[0][-1].shape == read(first)[0][-1].shape


@pytest.mark.parametrize("suffix", KINDS)
def test_a_damaged_film_is_one_sentence(source: Path, tmp_path: Path, suffix: str) -> None:
    whole, torn, chance = make(source, tmp_path / f"out{suffix}").read_bytes(), tmp_path / f"torn{suffix}", random.Random(0)
    found = 0
    for number in range(80):
        content = bytearray(whole)
        if number % 2:
            del content[chance.randrange(len(content)) :]
        else:
            for _ in range(chance.choice((1, 8, 64))):
                content[chance.randrange(len(content))] = chance.randrange(256)
        torn.write_bytes(content)
        recipe_in_video(torn)
        try:
            open_film(torn)
            found += look_in(torn).look == NEGATIVE
        except GanStudioError as error:
            assert str(error).endswith(".") and "\n" not in str(error)
    assert found  # a few changed bytes of the frames do not cost the look
