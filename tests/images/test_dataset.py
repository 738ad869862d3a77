"""A folder of pictures as a data set."""

import os
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from PIL import ExifTags, Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.dataset.scan import load, scan, undo_anamorphosis
from ganstudio.images.thumbnail import thumbnail
from ganstudio.testing.synthetic import make_picture, make_pictures
from tests.images.profiles import grey_profile, ink_profile
from tests.images.test_picture import BACK, corners, saved


def test_scan_finds_pictures_by_content_below_the_folder_in_order(tmp_path: Path) -> None:
    for name in ("b.png", "a/z.jpg", "a/b/c.png", "猫/ş ö.png", ".hidden/x.png", ".thumb.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        make_picture(tmp_path / name, 1)
    make_picture(tmp_path / "b.png", 1).rename(tmp_path / "no suffix")
    (tmp_path / "notes.txt").write_text("BMW notes")
    (tmp_path / "sound.wav").write_bytes(b"RIFF\0\0\0\0WAVEfmt ")
    os.mkfifo(tmp_path / "pipe.png")
    found = [str(path.relative_to(tmp_path)) for path in scan(tmp_path).files]
    assert found == sorted(["a/b/c.png", "a/z.jpg", "no suffix", "猫/ş ö.png"])


def test_scan_follows_links_and_survives_their_loops(tmp_path: Path) -> None:
    make_pictures(tmp_path / "elsewhere", 2)
    make_pictures(tmp_path / "data" / "here", 2)
    (tmp_path / "data" / "loop").symlink_to(tmp_path / "data")
    (tmp_path / "data" / "here" / "loop").symlink_to(tmp_path / "data" / "here")
    (tmp_path / "data" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "data" / "gone.png").symlink_to(tmp_path / "nowhere.png")
    assert len(scan(tmp_path / "data").files) == 4


def test_scan_of_ten_thousand_files(tmp_path: Path) -> None:
    first = make_picture(tmp_path / "first.png", 1)
    for number in range(10_000):
        (tmp_path / f"{number:05d}").hardlink_to(first)
    assert len(scan(tmp_path).files) == 10_001


def test_what_is_no_folder_of_pictures_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("words")
    (tmp_path / "empty").mkdir()
    for name, sentence in {"file.txt": "is a file, not a folder", "none": "is not there", "empty": "no pictures in"}.items():
        with pytest.raises(GanStudioError, match=sentence):
            scan(tmp_path / name)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who may be refused")
def test_a_folder_that_may_not_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o000)
    with pytest.raises(GanStudioError, match="could not be read"):
        scan(tmp_path / "closed")


def test_load_takes_the_middle_square(tmp_path: Path) -> None:
    pixels = np.zeros((40, 100, 3), np.uint8)
    pixels[:, 30:70] = (10, 200, 30)
    for name in ("wide.png", "tall.png"):
        Image.fromarray(pixels if name == "wide.png" else pixels.transpose(1, 0, 2)).save(tmp_path / name)
    pictures, skipped = load(scan(tmp_path).files, 16)
    assert pictures.dtype == torch.uint8 and tuple(pictures.shape) == (2, 3, 16, 16) and not skipped
    assert (pictures[:, :, 3:-3, 3:-3] == torch.tensor([10, 200, 30])[:, None, None]).all()
    assert (pictures[:, 1] > 100).all()


def test_load_turns_pictures_upright(tmp_path: Path) -> None:
    for suffix in (".jpg", ".png", ".tif", ".webp"):
        for orientation, back in BACK.items():
            exif = Image.Exif()
            exif[ExifTags.Base.Orientation] = orientation
            path = tmp_path / f"{orientation}{suffix}"
            saved(corners().transpose(back), path, exif=exif.tobytes(), quality=100)
            assert thumbnail(path, 24).pixels.shape == (16, 24, 3)
    pictures, _ = load(scan(tmp_path).files, 16)
    assert pictures.shape[0] == 28
    first, last = pictures[:, :, 2, 2].int(), pictures[:, :, -3, -3].int()
    assert (first - torch.tensor([255, 0, 0])).abs().max() <= 6
    assert (last - torch.tensor([0, 0, 255])).abs().max() <= 6


def test_load_takes_every_kind_of_picture(tmp_path: Path) -> None:
    """A middle grey stays a middle grey, however it is written; what is transparent is white."""
    grey = Image.new("L", (30, 20), 128)
    saved(grey, tmp_path / "grey.png")
    saved(grey.convert("RGB"), tmp_path / "colours.jpg")
    saved(grey.convert("P"), tmp_path / "palette.gif")
    saved(Image.new("I;16", (30, 20), 128 * 257), tmp_path / "deep.png")
    saved(Image.new("F", (30, 20), 128 / 255), tmp_path / "fractions.tif")
    saved(Image.new("CMYK", (30, 20), (0, 0, 0, 127)), tmp_path / "ink.jpg")
    saved(Image.new("RGBA", (30, 20), (0, 0, 0, 127)), tmp_path / "veil.png")
    saved(Image.new("LA", (30, 20), (0, 127)), tmp_path / "grey-veil.png")
    saved(Image.new("L", (30, 20), 55), tmp_path / "linear.png", icc_profile=grey_profile(1.0))
    pictures, skipped = load(scan(tmp_path).files, 4)
    assert not skipped
    assert (pictures.int() - 128).abs().max() <= 2


def test_profiles_count(tmp_path: Path) -> None:
    saved(Image.new("CMYK", (40, 40), (255, 0, 0, 0)), tmp_path / "ink.jpg", icc_profile=ink_profile(), quality=100)
    assert (load(scan(tmp_path).files, 8)[0].int() - 119).abs().max() <= 2
    assert np.abs(thumbnail(tmp_path / "ink.jpg", 20).pixels.astype(int) - 119).max() <= 2


def test_one_channel(tmp_path: Path) -> None:
    pictures, _ = load(scan(make_pictures(tmp_path, 3)).files, 8, channels=1)
    colours, _ = load(scan(tmp_path).files, 8, channels=3)
    assert tuple(pictures.shape) == (3, 1, 8, 8)
    luma = (colours.float() * torch.tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
    assert (pictures - luma).abs().max() <= 1


def test_the_order_is_that_of_the_files(tmp_path: Path) -> None:
    files = scan(make_pictures(tmp_path, 40)).files
    pictures, _ = load(files, 8)
    backwards, _ = load(files[::-1], 8)
    assert pictures.flip(0).equal(backwards)
    assert load(files[7:8], 8)[0][0].equal(pictures[7])


def test_small_pictures_are_enlarged_and_large_ones_stay_sharp(tmp_path: Path) -> None:
    checks = np.kron(np.indices((8, 8)).sum(0) % 2, np.ones((64, 64))).astype(np.uint8) * 255
    saved(Image.fromarray(checks), tmp_path / "large.jpg", quality=95)
    saved(Image.new("RGB", (1, 1), "red"), tmp_path / "tiny.png")
    (large, tiny), _ = load(scan(tmp_path).files, 64)
    assert (large[0, 4::8, 4::8].int() - torch.from_numpy(checks[32::64, 32::64].astype(int))).abs().max() <= 4
    assert (tiny == torch.tensor([255, 0, 0])[:, None, None]).all()


def test_more_than_memory_holds_is_refused_before_anything_is_read() -> None:
    count = psutil.virtual_memory().total // (3 * 4096**2) + 1
    with pytest.raises(GanStudioError, match=r"pictures of 4096 pixels need .* GB of memory"):
        load([Path("none.png")] * count, 4096)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be no text")
def test_a_name_that_is_no_text_can_be_written_down(tmp_path: Path) -> None:
    from ganstudio.core.events import to_json

    (tmp_path / os.fsdecode(b"\xff\xfe.png")).write_bytes(b"damaged")
    make_picture(tmp_path / os.fsdecode(b"\xff\xfd.png"), 1)
    pictures, (skipped,) = load(scan(tmp_path).files, 8)
    assert len(pictures) == 1
    assert "��.png" in to_json(skipped)


def test_thumbnails(tmp_path: Path) -> None:
    picture = thumbnail(saved(Image.new("RGBA", (400, 100), (0, 0, 0, 0)), tmp_path / "one.png"), 64)
    assert (picture.width, picture.height) == (64, 16)
    assert (picture.pixels == 255).all()
    assert thumbnail(make_picture(tmp_path / "two.png", 0), 64).pixels.shape == (40, 40, 3)


def test_a_shape_is_squeezed_into_the_square_and_drawn_out_again(tmp_path: Path) -> None:
    """Of a lying picture more is seen at 3:2 than at 1:1; also where its EXIF turns it."""
    pixels = np.zeros((200, 400, 3), np.uint8)
    pixels[:, 50:350] = (10, 200, 30)
    upright = Image.fromarray(pixels)
    saved(upright, tmp_path / "wide.png")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    saved(upright.transpose(BACK[6]), tmp_path / "turned.png", exif=exif.tobytes())
    saved(upright.transpose(Image.Transpose.ROTATE_90), tmp_path / "tall.png")
    files = [tmp_path / name for name in ("wide.png", "turned.png")]
    exact, _ = load(files, 32, aspect=1.5)
    assert (exact[..., 3:-3] == torch.tensor([10, 200, 30])[:, None, None]).all()
    tall, _ = load([tmp_path / "tall.png"], 32, aspect=2 / 3)
    assert (tall[..., 3:-3, :] == torch.tensor([10, 200, 30])[:, None, None]).all()
    wider, _ = load(files, 32, aspect=2.0)
    assert (wider[:, 1, :, 0] < 100).all() and wider[0].equal(wider[1])
    out = undo_anamorphosis(wider[0].permute(1, 2, 0).numpy(), 2.0)
    assert out.shape == (32, 64, 3)
    assert np.abs(out.astype(int) - np.asarray(upright.resize((64, 32)))).mean() < 4
    assert undo_anamorphosis(out[:, :32], 0.5).shape == (64, 32, 3)
    assert undo_anamorphosis(np.zeros((20, 20, 1), np.uint8), 16 / 9).shape == (20, 36, 1)


def test_the_middle_square_is_the_same_to_the_bit(tmp_path: Path) -> None:
    for size in ((101, 40), (40, 101), (57, 57)):
        image = Image.fromarray(np.random.default_rng(1).integers(0, 255, (*size, 3), np.uint8))
        image.save(tmp_path / "odd.png")
        side = min(size)
        left, top = (image.width - side) / 2, (image.height - side) / 2
        box = (left, top, left + side, top + side)
        expected = image.resize((16, 16), Image.Resampling.LANCZOS, box, reducing_gap=2.0)
        (loaded,), _ = load([tmp_path / "odd.png"], 16)
        assert np.array_equal(loaded.permute(1, 2, 0).numpy(), np.asarray(expected))
