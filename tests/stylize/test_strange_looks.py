"""Looks of strangers: they open no path that the user did not give, and have no more layers than a look may have."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import MOST_LAYERS, Layer, Look, normalise
from ganstudio.stylize.mask import Stroke
from ganstudio.stylize.prompt import interpret
from ganstudio.stylize.recipe import Recipe, look_in, pack_recipe, resolve_look, unpack_recipe
from ganstudio.stylize.references import pictures_left_out
from tests.stylize.styles import Negative
from tests.stylize.test_recipe import Like

_opened: list[str] = []
_listening = False


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _listening and event in ("open", "os.open") and isinstance(arguments[0], str | bytes):
        _opened.append(os.fsdecode(arguments[0]))


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The paths that are opened meanwhile; Python lets no such listener go, so there is one for all."""
    global _listening
    if _hear not in _known:
        sys.addaudithook(_hear)
        _known.append(_hear)
    _opened.clear()
    _listening = True
    yield _opened
    _listening = False


_known: list[object] = []


@pytest.fixture
def catalog() -> Catalog:
    return Catalog(styles={style.id: style for style in (Negative(), Like())})


@pytest.fixture
def painting(tmp_path: Path) -> Path:
    """A picture of the user's that nobody named."""
    path = tmp_path / "private" / "painting.png"
    path.parent.mkdir()
    Image.new("RGB", (8, 8), "orange").save(path)
    return path


def like(picture: str) -> Look:
    return Look(layers=(Layer(style="like", options={"picture": picture}),))


def picture_of(look: Look) -> object:
    return look.layers[0].options["picture"]


STRANGE = [
    "{private}", "../private/painting.png", "private/painting.png", r"\\host\share\x.png", "//host/share/x.png",
    r"private\painting.png", "C:painting.png", "file:///etc/passwd", "/dev/zero", "~/x.png", ".", "..", "a\0b", "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("path", STRANGE)
@pytest.mark.parametrize("digest", [False, True])
def test_a_path_in_a_look_is_never_opened(
    path: str, digest: bool, painting: Path, catalog: Catalog, tmp_path: Path, opened: list[str]
) -> None:
    path = path.replace("{private}", str(painting))
    digests = {path: "ab" * 32} if digest else {}
    recipe = unpack_recipe(pack_recipe(Recipe(look=like(path), pictures=digests)))
    assert recipe is not None
    taken = resolve_look(recipe, catalog, Home(), tmp_path / "beside")
    assert picture_of(taken) == "" and pictures_left_out(recipe.look, taken, catalog) == [path]
    outside = [each for each in opened if not each.startswith((str(Home().data), str(tmp_path / "beside")))]
    assert outside == []


def test_a_picture_beside_the_look_is_taken_by_its_name(painting: Path, catalog: Catalog) -> None:
    (painting.parent / "look.json").write_text(like("painting.png").model_dump_json())
    recipe = look_in(painting.parent / "look.json")
    taken = resolve_look(recipe, catalog, Home(), painting.parent)
    assert picture_of(taken) == str(painting.resolve()) and pictures_left_out(recipe.look, taken, catalog) == []


@pytest.mark.skipif(os.name == "nt", reason="links and pipes as Unix has them")
def test_a_link_or_a_pipe_beside_the_look_is_not_taken(painting: Path, catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "link.png").symlink_to(painting)
    os.mkfifo(tmp_path / "pipe.png")
    for name, digests in (("link.png", {}), ("pipe.png", {}), ("pipe.png", {"pipe.png": "ab" * 32})):
        taken = resolve_look(Recipe(look=like(name), pictures=digests), catalog, Home(), tmp_path)
        assert picture_of(taken) == ""


@pytest.mark.skipif(os.name == "nt", reason="pipes as Unix has them")
def test_a_pipe_is_no_look_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "look.json")
    with pytest.raises(GanStudioError, match=r"look\.json is no file that can be read"):
        look_in(tmp_path / "look.json")


def many(count: int) -> str:
    return '{"layers": [' + ", ".join(['{"style": "negative"}'] * count) + "]}"


def test_a_look_has_a_limited_number_of_layers(catalog: Catalog, tmp_path: Path) -> None:
    file = tmp_path / "look.json"
    file.write_text(many(MOST_LAYERS))
    assert len(look_in(file).look.layers) == MOST_LAYERS
    for count in (MOST_LAYERS + 1, 100_000):
        file.write_text(many(count))
        with pytest.raises(GanStudioError, match=r"look\.json is not a look \(it has more than 32 layers\)"):
            look_in(file)
    full = Look.model_validate_json(many(MOST_LAYERS))
    with pytest.raises(GanStudioError, match="has 64 layers; 32 are allowed"):
        normalise(full.model_copy(update={"layers": full.layers * 2}), catalog)
    recipe = Recipe(look=full)
    assert (
        unpack_recipe(pack_recipe(recipe.model_copy(update={"look": full.model_copy(update={"layers": full.layers * 2})})))
        is None
    )


def test_a_long_sentence_makes_no_longer_look(catalog: Catalog) -> None:
    understood = interpret(", then ".join(["negative"] * 60), catalog)
    assert len(understood.look.layers) <= MOST_LAYERS


@pytest.mark.parametrize(
    "text", ["[" * 200_000, '{"layers": ' + "[" * 200_000, '{"layers": [' + "9" * 100_000 + "]}", "\xff", ""]
)
def test_deep_and_huge_json_is_no_look(text: str, tmp_path: Path) -> None:
    (tmp_path / "look.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(GanStudioError, match=r"look\.json is not a look"):
        look_in(tmp_path / "look.json")


@pytest.mark.parametrize("place", [float("nan"), float("inf"), 1e300])
def test_strokes_lie_somewhere(place: float) -> None:
    with pytest.raises(ValueError, match="points"):
        Stroke(points=((place, 0.5),))
