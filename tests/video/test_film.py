"""Films: read as they are shown, joined from segments with their times, colours and sound."""

import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import GanStudioError

av = pytest.importorskip("av", reason="PyAV is not installed")

from ganstudio.images.bit_depth import Pixels  # noqa: E402
from ganstudio.video.concatenate import concatenate  # noqa: E402
from ganstudio.video.decode import make_contact_sheet, open_film, read_frames  # noqa: E402
from ganstudio.video.encode import FrameShape, open_segment  # noqa: E402
from tests.video.films import TICK, UNEVEN, moving, read, write  # noqa: E402


def again(source: Path, target: Path, each: int = 7) -> Path:
    """The film written once more, in segments of `each` frames."""
    film, parts, end = open_film(source), [], 0
    frames = list(read_frames(source))
    for start in range(0, len(frames), each):
        parts.append(target.with_name(f"{target.name}-{start}.nut"))
        with open_segment(parts[-1], FrameShape(target.suffix, film.tick, film.shape)) as writer:
            for frame in frames[start : start + each]:
                writer.write(frame.pixels, frame.time)
                end = frame.time + frame.length
    concatenate(parts, film, target, end)
    return target


def far(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one.astype(int) - other).max())


def lengths(path: Path) -> list[Fraction]:
    with av.open(path) as container:
        found = sorted(
            (packet.pts, packet.duration * packet.time_base) for packet in container.demux(video=0) if packet.size
        )
        return [length for _, length in found]


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_frames_and_their_times_stay(tmp_path: Path, suffix: str) -> None:
    source = write(tmp_path / "in.mp4", moving(), UNEVEN, sound="aac")
    pixels, times = read(again(source, tmp_path / f"out{suffix}"))
    exact = [Fraction(time) * TICK for time in UNEVEN]
    assert times == (exact if suffix == ".mp4" else [Fraction(round(1000 * time), 1000) for time in exact])
    assert [np.abs(one.astype(int) - other).mean() < 5 for one, other in zip(pixels, moving(), strict=True)] == [True] * 20


def test_each_frame_stands_as_long_as_it_did(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(), UNEVEN, bf="0")
    assert lengths(again(source, tmp_path / "out.mp4")) == lengths(source)


def test_times_are_those_of_the_frames_in_their_order(tmp_path: Path) -> None:
    film = open_film(write(tmp_path / "in.mp4", moving(12), bf="2", sound="aac"))
    assert [frame.time for frame in read_frames(film.path)] == list(film.times) and film.times[0] == 0
    assert film.sound and film.seconds == pytest.approx(12 * 20 / 600)


def test_a_gif_keeps_hundredths(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(), [24 * each for each in range(20)])
    shown = again(again(source, tmp_path / "one.gif"), tmp_path / "two.gif")
    with Image.open(shown) as image:
        assert image.n_frames == 20 and image.info["loop"] == 0  # type: ignore[attr-defined]
        for place, frame in enumerate(moving()):
            image.seek(place)
            assert image.info["duration"] == 40
            assert np.abs(np.asarray(image.convert("RGB")).astype(int) - frame).mean() < 8


@pytest.mark.parametrize(
    ("stores", "colours"), [("yuv420p", (1, 1)), ("yuvj420p", (1, 2)), ("yuv444p", (6, 1)), ("yuv420p", (2, 0))]
)
def test_greys_stay(tmp_path: Path, stores: str, colours: tuple[int, int]) -> None:
    ramp = np.repeat(np.tile(np.arange(256, dtype=np.uint8), (32, 1))[..., None], 3, 2)
    source = write(tmp_path / "in.mp4", [ramp] * 3, stores=stores, colours=colours)
    plain = next(read_frames(source)).pixels
    assert far(plain, ramp) <= 2
    assert far(next(read_frames(again(source, tmp_path / "out.mp4"))).pixels, plain) <= 2


@pytest.mark.parametrize("matrix", [1, 6, 9])
def test_colours_stay_whatever_the_matrix(tmp_path: Path, matrix: int) -> None:
    frame = np.zeros((64, 96, 3), np.uint8)
    frame[:, :32], frame[:, 32:64], frame[:, 64:] = (200, 40, 40), (40, 180, 60), (50, 60, 210)
    source = write(tmp_path / "in.mp4", [frame] * 3, colours=({1: 1, 6: 5, 9: 9}[matrix], 1))
    target = again(source, tmp_path / "out.webm")
    with av.open(target) as container:
        assert (container.streams.video[0].colorspace, container.streams.video[0].color_range) == (1, 1)
    for place in (16, 48, 80):
        assert far(read(target)[0][0][32:33, place], frame[32:33, place]) <= 5


def test_what_lies_on_its_side_stands_up_once(tmp_path: Path) -> None:
    frames = moving(3)
    source = write(tmp_path / "in.mp4", [np.ascontiguousarray(np.rot90(each)) for each in frames], turn=-90)
    film = open_film(source)
    assert (film.width, film.height) == (64, 48)
    target = again(source, tmp_path / "out.mp4")
    assert np.abs(read(target)[0][0].astype(int) - frames[0]).mean() < 5
    with av.open(target) as container:
        assert next(container.decode(video=0)).rotation == 0


def test_odd_sides_become_even(tmp_path: Path) -> None:
    source = write(tmp_path / "in.webm", moving(3, 63, 47), codec="libvpx-vp9", tick=Fraction(1, 1000))
    found = read(again(source, tmp_path / "out.mp4"))[0][0]
    assert found.shape == (48, 64, 3)
    assert np.abs(found[:47, :63].astype(int) - moving(3, 63, 47)[0]).mean() < 5
    assert far(found[46], found[47]) <= 12


def test_sound_stays_as_it_is_or_is_encoded_anew(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(), sound="aac")
    sounds = []
    for target in (source, again(source, tmp_path / "out.mp4"), again(source, tmp_path / "out.webm")):
        with av.open(target) as container:
            track = container.streams.audio[0]
            packets = [packet for packet in container.demux(track) if packet.size]
            sounds.append((track.codec_context.name, [bytes(packet) for packet in packets]))
            assert float((packets[-1].pts or 0) * packets[-1].time_base) == pytest.approx(0.75, abs=0.06)
    assert sounds[1] == sounds[0] and sounds[2][0] == "opus"
    assert read(tmp_path / "out.webm")[1][0] == 0


def test_a_sheet_shows_all_of_a_film(tmp_path: Path) -> None:
    frames = [np.full((48, 66, 3), 10 * number, np.uint8) for number in range(19)]
    shown = make_contact_sheet(open_film(write(tmp_path / "in.mp4", frames, g="6")))
    assert shown.shape == (48, 66, 3)
    assert shown[8::16, 11::22, 0].ravel().tolist() == pytest.approx([10, 30, 50, 70, 90, 110, 130, 150, 170], abs=11)


def test_what_is_no_film_is_one_sentence(tmp_path: Path) -> None:
    Image.new("RGB", (64, 48)).save(tmp_path / "picture.png")
    (tmp_path / "picture.png").rename(tmp_path / "picture.mp4")
    Image.new("RGB", (64, 48)).save(tmp_path / "picture.avif")
    (tmp_path / "picture.avif").rename(tmp_path / "apple.mp4")
    (tmp_path / "words.mp4").write_text("#EXTM3U\n#EXTINF:9,\n/etc/hostname\n")
    (tmp_path / "empty.mp4").touch()
    whole = write(tmp_path / "film.mp4", moving(), sound="aac").read_bytes()
    (tmp_path / "torn.mp4").write_bytes(whole[: len(whole) // 2])
    write(tmp_path / "index.mp4", moving(), movflags="faststart")
    with av.open(tmp_path / "sung.mp4", "w") as container:
        track = container.add_stream("aac", rate=48_000, layout="mono")
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), "fltp", "mono")
        silence.sample_rate = 48_000
        container.mux(track.encode(silence))
        container.mux(track.encode(None))
    for name, sentence in {
        "picture.mp4": "is a still picture, not a film", "apple.mp4": "is a still picture, not a film",
        "words.mp4": "is damaged, or no film", "empty.mp4": "is damaged, or no film", "torn.mp4": "is damaged, or no film",
        "sung.mp4": "has no moving pictures in it", "none.mp4": "There is no film", ".": "is a folder",
    }.items():  # fmt: skip
        with pytest.raises(GanStudioError, match=sentence) as raised:
            open_film(tmp_path / name)
        assert str(raised.value).count(". ") == 0


def test_without_pyav_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)  # as where it is not installed
    with pytest.raises(GanStudioError, match=r"Films need PyAV: pip install 'ganstudio\[film\]'"):
        open_film(tmp_path / "film.mp4")


@pytest.mark.skipif(sys.platform == "win32", reason="Unix can refuse a file to grow")
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    import resource

    source = write(tmp_path / "in.mp4", moving(60, 320, 240, noise=20))
    (tmp_path / "out").mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(GanStudioError, match=r"could not be written to .*out: .*; make room, then start it again"):
            again(source, tmp_path / "out" / "film.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "out").iterdir()) == []
