"""Large pictures: strip by strip, in files that the system pages; what comes out is what Pillow makes in one piece."""

import io
import mmap
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pytest
from PIL import Image, ImageOps

from ganstudio.core.errors import GanStudioError
from ganstudio.images import jpeg_strips, paging, writer
from ganstudio.images.bit_depth import downscale
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.images.save import encode, save_picture
from ganstudio.images.writer import SaveOptions
from tests.images.profiles import rgb_profile

P3 = rgb_profile((0.5, 0.25, 0), (0.25, 0.7, 0.05), (0.16, 0.08, 0.8), 2.2)


def photo(samples: Path, size: tuple[int, int]) -> Image.Image:
    with Image.open(samples / "coffee.jpg") as image:
        return image.convert("RGB").resize(size)


@pytest.fixture
def _all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (paging, jpeg_strips, writer):
        monkeypatch.setattr(room, "LARGE", 1)


def is_paged(values: Any) -> bool:
    while isinstance(values, np.ndarray):
        values = values.base
    return isinstance(getattr(values, "obj", values), mmap.mmap)


@pytest.mark.skipif(not hasattr(mmap, "MADV_DONTNEED"), reason="this system cannot be told")
@pytest.mark.usefixtures("_all_large")
def test_what_is_let_go_stays_what_it_is() -> None:
    values = paging.allocate_pages((300, 40, 3), np.uint16)
    assert is_paged(values)
    wanted = np.random.default_rng(0).integers(0, 65536, values.shape, np.uint16)
    values[...] = wanted
    paging.release_pages(values[10:20], wanted)
    assert np.array_equal(values, wanted)


def test_small_pictures_stay_in_memory() -> None:
    assert not is_paged(paging.allocate_pages((300, 40, 3), np.uint8))


@pytest.mark.usefixtures("_all_large")
@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("how", [{"quality": 95, "subsampling": "4:4:4"}, {"quality": 70, "progressive": True}])
def test_a_large_jpeg_is_read_as_pillow_reads_it(turn: int, how: dict[str, Any], tmp_path: Path, samples: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turn, "Maker"
    photo(samples, (613, 541)).save(tmp_path / "a[1] 名.jpg", exif=exif, icc_profile=P3, dpi=(300, 300), **how)
    made = open_picture(tmp_path / "a[1] 名.jpg")
    with Image.open(tmp_path / "a[1] 名.jpg") as image:
        assert np.array_equal(made.pixels, np.asarray(ImageOps.exif_transpose(image)))
    assert made.icc == P3 and made.dpi == (300, 300) and made.exif and b"Maker" in made.exif
    assert is_paged(made.pixels) or not hasattr(mmap, "MADV_DONTNEED")


@pytest.mark.usefixtures("_all_large")
def test_a_damaged_large_jpeg_is_refused_in_the_same_words(tmp_path: Path, samples: Path) -> None:
    photo(samples, (613, 541)).save(tmp_path / "torn.jpg")
    (tmp_path / "torn.jpg").write_bytes((tmp_path / "torn.jpg").read_bytes()[:9000])
    with pytest.raises(GanStudioError, match=r"torn.jpg is damaged and cannot be read \(image file is truncated"):
        open_picture(tmp_path / "torn.jpg")


@pytest.mark.parametrize("options", [SaveOptions(), SaveOptions(quality=71, chroma="420")])
def test_a_large_jpeg_is_written_as_pillow_writes_it(
    options: SaveOptions, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    pixels = np.asarray(photo(samples, (613, 541)))
    picture = Picture(pixels, icc=P3, dpi=(300, 300), xmp=b"<x:xmpmeta/>", iptc=b"\x1c\x02\x00\x00\x00")
    picture = replace(picture, exif=exif.tobytes())
    files = []
    for least in (paging.LARGE, 1):
        monkeypatch.setattr(writer, "LARGE", least)
        files.append(io.BytesIO())
        encode(picture, "JPEG", files[-1], options=options)
    plain, strips = (np.asarray(Image.open(file)) for file in files)
    assert np.array_equal(plain, strips)
    assert files[0].getvalue() == files[1].getvalue()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.usefixtures("_all_large")
def test_a_full_disk_says_so(samples: Path) -> None:
    picture = Picture(np.asarray(photo(samples, (613, 541))))
    with pytest.raises(OSError, match="No space"), Path("/dev/full").open("wb", buffering=0) as file:
        encode(picture, "JPEG", cast("IO[bytes]", _Late(file)))


class _Late(io.BufferedIOBase):
    """A file whose disk is full after a thousand bytes."""

    def __init__(self, full: IO[bytes]) -> None:
        self.full, self.taken = full, 0

    def write(self, content: Any) -> int:
        self.taken += len(content)
        return len(content) if self.taken < 1000 else self.full.write(content)


@pytest.mark.usefixtures("_all_large")
@pytest.mark.parametrize("clear", [False, True])
def test_a_large_png_keeps_everything(clear: bool, tmp_path: Path, samples: Path) -> None:
    pixels = np.asarray(photo(samples, (613, 541)))
    picture = Picture(pixels, alpha=pixels[..., 0].copy() if clear else None, icc=P3, dpi=(300, 300), xmp=b"<x:xmpmeta/>")
    save_picture(picture, tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as image:
        assert image.mode == ("RGBA" if clear else "RGB")
    again = open_picture(tmp_path / "a.png")
    assert np.array_equal(again.pixels, pixels) and again.icc == P3 and again.xmp == b"<x:xmpmeta/>"
    assert (again.alpha is not None and np.array_equal(again.alpha, pixels[..., 0])) == clear


@pytest.mark.parametrize("size", [(100, 77), (613, 300), (13, 9), (1, 1)])
def test_reducing_strip_by_strip_is_reducing_at_once(size: tuple[int, int], samples: Path) -> None:
    image = photo(samples, (1226, 1083))
    expected = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    assert np.array_equal(downscale(np.asarray(image), size), np.asarray(expected))
