"""Damaged files: each is one sentence or a picture, never a traceback, and never costs the others."""

import io
import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.dataset.scan import load, scan
from ganstudio.images.open import open_picture
from ganstudio.images.reader import read_heic
from ganstudio.images.thumbnail import thumbnail
from ganstudio.testing.synthetic import make_pictures
from tests.images.test_picture import SRGB, with_size, words

KINDS = ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP", "AVIF")
GOLDEN = tuple(path.read_bytes() for path in sorted((Path(__file__).parent / "golden").iterdir()))


def sound(kind: str, seed: int = 0) -> bytes:
    """A small sound file with a profile and EXIF."""
    pixels = np.random.default_rng(seed).integers(0, 256, (24, 32, 3), np.uint8)
    content = io.BytesIO()
    more = {} if kind in ("GIF", "BMP") else {"exif": words(6), "icc_profile": SRGB}
    Image.fromarray(pixels).save(content, kind, **more)
    return content.getvalue()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with some bytes changed, a stretch cut out, doubled, zeroed, or its end missing."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(damaged) if chance.random() < 0.3 else min(len(damaged), 400))
        end = min(len(damaged), start + chance.randint(1, 40))
        how = chance.randrange(5)
        if how == 0:
            damaged[start] = chance.randrange(256)
        elif how == 1:
            damaged[start:end] = bytes(end - start)
        elif how == 2:
            damaged[start:end] = chance.randbytes(end - start)
        elif how == 3 and len(damaged) > 100:
            del damaged[start:end]
        else:
            damaged[start:start] = damaged[start:end]
    return bytes(damaged[: chance.randrange(20, len(damaged))] if chance.random() < 0.2 else damaged)


def test_two_hundred_mutated_files(tmp_path: Path) -> None:
    chance, opened = random.Random(0), 0
    for number in range(200):
        path = tmp_path / f"{number}.png"
        path.write_bytes(mutated(sound(chance.choice(KINDS)), chance))
        try:
            picture = open_picture(path)
            assert picture.pixels.ndim == 3 and picture.pixels.size and picture.pixels.dtype in (np.uint8, np.uint16)
            opened += 1
        except GanStudioError as error:
            assert str(path) in str(error) and "\n" not in str(error)
        try:
            thumbnail(path, 16)
        except GanStudioError as error:
            assert str(path) in str(error)
    assert 20 < opened < 180  # some damage is harmless, some is not


@pytest.mark.proof
@pytest.mark.timeout(60)
def test_a_thousand_mutated_files_of_sixteen_bits_and_of_phones(tmp_path: Path) -> None:
    chance, opened, path = random.Random(1), 0, tmp_path / "one.tif"
    phone = io.BytesIO()
    if read_heic():
        Image.fromarray(np.zeros((24, 32, 3), np.uint8)).save(phone, "HEIF")
    sources = (*GOLDEN, *GOLDEN, *filter(None, [phone.getvalue()]), sound("AVIF"), sound("JPEG"), sound("TIFF"))
    for _ in range(1000):
        path.write_bytes(mutated(chance.choice(sources), chance))
        try:
            picture = open_picture(path)
            assert picture.pixels.ndim == 3 and picture.pixels.dtype in (np.uint8, np.uint16)
            assert picture.alpha is None or picture.alpha.shape == picture.pixels.shape[:2]
            opened += 1
        except GanStudioError as error:
            assert str(path) in str(error) and "\n" not in str(error)
    assert 100 < opened < 900


def damaged_files(folder: Path) -> list[Path]:
    """Sixty damaged files of ten kinds, all called like pictures."""
    folder.mkdir(parents=True)
    chance = random.Random(0)
    bomb = with_size(sound("PNG"), 200_000, 200_000)
    for number in range(6):
        png, jpeg, webp = (sound(kind, number) for kind in ("PNG", "JPEG", "WEBP"))
        contents = {
            "truncated.png": png[: len(png) // 2],
            "truncated.jpg": jpeg[: len(jpeg) // 3],
            "truncated.webp": webp[: len(webp) // 2],
            "zeroed.jpg": bytes(len(jpeg)),
            "zeroed-inside.png": png[:100] + bytes(len(png) - 100),
            "random.tif": chance.randbytes(3000),
            "empty.gif": b"",
            "words.jpg": b"<html>The picture has moved.</html>",
            "bomb.png": bomb,
            "header.bmp": b"BM" + bytes(10),
        }
        for name, content in contents.items():
            (folder / f"{number}-{name}").write_bytes(content)
    return sorted(folder.iterdir())


def test_sixty_damaged_files_cost_no_other_picture(tmp_path: Path) -> None:
    folder = make_pictures(tmp_path / "data", 12)
    damaged = damaged_files(folder / "damaged")
    (folder / "folder.png").mkdir()
    (folder / "notes.txt").write_text("not a picture")
    (folder / "wrong.txt").write_bytes(sound("JPEG"))
    (folder / "wrong-suffix.jpg").write_bytes(sound("PNG"))
    assert len(damaged) == 60
    pictures, skipped = load(scan(folder).files, 16)
    assert tuple(pictures.shape) == (14, 3, 16, 16)
    assert sorted(each.path for each in skipped) == sorted(map(str, damaged))
    for each in skipped:
        assert each.path in each.reason and each.reason.endswith(".") and "\n" not in each.reason
    sound_alone, _ = load([path for path in scan(folder).files if path not in damaged], 16)
    assert pictures.equal(sound_alone)


def test_only_damaged_files_are_one_sentence(tmp_path: Path) -> None:
    damaged_files(tmp_path / "data")
    with pytest.raises(GanStudioError, match=r"None of the 60 files could be read as a picture\. The first: "):
        load(scan(tmp_path / "data").files, 16)
