"""Films of all kinds are read as they are shown: edit lists, orientations, colours, interlaced, transparent, damaged."""

import shutil
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

av: Any = pytest.importorskip("av", reason="PyAV is not installed")

from ganstudio.cli import run  # noqa: E402
from ganstudio.core.errors import GanStudioError  # noqa: E402
from ganstudio.images.bit_depth import Pixels  # noqa: E402
from ganstudio.images.h273 import Coding, to_sdr  # noqa: E402
from ganstudio.video.concatenate import concatenate  # noqa: E402
from ganstudio.video.decode import DamagedFilm, Frame, estimate_frames, is_film, open_film, read_frames, read_middle_frame  # noqa: E402
from ganstudio.video.encode import FrameShape, open_segment  # noqa: E402
from ganstudio.video.frames import rotate_frame  # noqa: E402
from tests.video.films import moving, read, write  # noqa: E402
from tests.video.test_film import again, far  # noqa: E402

_ONE = 1 << 16


def remuxed(source: Path, target: Path, shift: int = 0, **options: str) -> Path:
    """The packets of a film in another file, so many ticks later."""
    with av.open(source) as before, av.open(target, "w", options=options) as out:
        streams = {each.index: out.add_stream_from_template(each) for each in before.streams}
        for packet in before.demux():
            if packet.size:
                move = round(shift * before.streams.video[0].time_base / packet.time_base)
                packet.pts, packet.dts = packet.pts + move, packet.dts + move
                packet.stream = streams[packet.stream_index]
                out.mux(packet)
    return target


def laid(path: Path, matrix: tuple[int, int, int, int]) -> Path:
    """An MP4 with that matrix (a, b, c, d) for its display."""
    content = bytearray(path.read_bytes())
    place = content.index(b"tkhd") + 4 + 40
    a, b, c, d = (each * _ONE for each in matrix)
    content[place : place + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "matrix",
    [(1, 0, 0, 1), (-1, 0, 0, 1), (1, 0, 0, -1), (-1, 0, 0, -1), (0, 1, -1, 0), (0, -1, 1, 0), (0, 1, 1, 0), (0, -1, -1, 0)],
)
def test_a_display_matrix_turns_and_mirrors(tmp_path: Path, matrix: tuple[int, int, int, int]) -> None:
    plain = write(tmp_path / "in.mp4", moving(2))
    upright = next(read_frames(plain)).pixels
    film = open_film(laid(plain, matrix))
    shown = next(read_frames(plain)).pixels
    expected = np.empty_like(shown)
    height, width = upright.shape[:2]
    a, b, c, d = matrix
    for x, y in ((0, 0), (width - 1, 0), (0, height - 1), (20, 11)):  # where ISO 14496-12 says that each goes
        across, down = a * x + c * y, b * x + d * y
        across, down = across % shown.shape[1], down % shown.shape[0]  # -x is counted from the other side, one further
        across -= 1 if a + c < 0 else 0
        down -= 1 if b + d < 0 else 0
        assert far(shown[down, across], upright[y, x]) == 0
    assert expected.shape == shown.shape and (film.height, film.width) == shown.shape[:2]
    assert far(rotate_frame(upright, matrix), shown) == 0
    with av.open(again(plain, tmp_path / "out.mp4")) as container:
        assert next(container.decode(video=0)).side_data.get("DISPLAYMATRIX") is None


def test_what_an_edit_list_hides_is_no_loss(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(), bf="2", sound="aac")
    film = open_film(remuxed(source, tmp_path / "trimmed.mp4", -200))
    frames = list(read_frames(film.path))
    assert len(film.times) == len(frames) < 20
    assert [frame.time for frame in frames] == list(film.times) and film.times[0] == 0
    assert far(frames[-1].pixels, list(read_frames(source))[-1].pixels) == 0
    with av.open(again(film.path, tmp_path / "out.mp4")) as container:
        assert [round(float(frame.time), 3) for frame in container.decode(video=0)] == [
            round(float(time * film.tick), 3) for time in film.times
        ]


def test_empty_chunks_of_an_avi_are_no_frames(tmp_path: Path) -> None:
    times = [0, 2, 3, 4, 6, 7]
    source = write(tmp_path / "in.avi", moving(6), times, codec="mpeg4", tick=Fraction(1, 25), bf="0")
    with av.open(source) as container:
        assert container.streams.video[0].frames > 6  # as its header counts
    film = open_film(source)
    assert list(film.times) == [frame.time for frame in read_frames(source)] == times
    assert read(again(source, tmp_path / "out.mp4"))[1] == [Fraction(time, 25) for time in times]


def test_frames_of_an_avi_that_are_coded_out_of_order_stay_in_order(tmp_path: Path) -> None:
    frames = [np.full((48, 64, 3), 20 + 10 * number, np.uint8) for number in range(12)]
    source = write(tmp_path / "in.avi", frames, list(range(12)), tick=Fraction(1, 25), bf="2")
    found = list(read_frames(source))
    assert [frame.time for frame in found] == list(open_film(source).times) == list(range(12))
    assert [round(frame.pixels.mean(), -1) for frame in found] == [20 + 10 * number for number in range(12)]
    assert round(next(read_frames(source, 7)).pixels.mean(), -1) == 90


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("index.mp4", "libx264", {"movflags": "faststart"}),
        ("fragments.mp4", "libx264", {"movflags": "frag_every_frame+empty_moov"}),
        ("film.avi", "mpeg4", {}),
        ("film.mkv", "libx264", {}),
        ("film.wmv", "wmv2", {}),
    ],
)
def test_what_is_cut_off_is_called_so(tmp_path: Path, name: str, codec: str, options: Any) -> None:
    plain = write(tmp_path / f"plain{Path(name).suffix}", moving(noise=9), codec=codec, tick=Fraction(1, 25), bf="0")
    path = remuxed(plain, tmp_path / name, **options)
    assert len(open_film(path).times) == 20
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 6 // 10])
    with pytest.raises(GanStudioError, match=r"is cut off: of \d+ (frames|bytes) it has \d+; copy it anew"):
        open_film(path)


def coloured(path: Path, value: tuple[int, int, int], primaries: int, transfer: int, matrix: int) -> Path:
    """A film of three frames in one colour, its values of 10 bits given as they are."""
    pixels = np.empty((48, 64, 3), np.uint16)
    pixels[:] = [each * 64 for each in value]
    with av.open(path, "w") as container:
        stream: Any = container.add_stream("libx264", rate=25, options={"crf": "1"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv444p10le"
        stream.color_primaries, stream.color_trc, stream.colorspace, stream.color_range = primaries, transfer, matrix, 1
        for _ in range(3):
            plain = av.VideoFrame.from_ndarray(pixels, "rgb48le")
            frame = plain.reformat(format="yuv444p10le", dst_colorspace=matrix, dst_color_range=1)
            frame.color_primaries, frame.color_trc = primaries, transfer
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("primaries", "transfer", "matrix", "said"),
    [(9, 16, 9, "HDR (PQ)"), (9, 18, 9, "HDR (HLG)"), (9, 14, 9, "BT.2020"), (12, 1, 1, "Display P3"), (5, 6, 5, "625")],
)
@pytest.mark.parametrize("value", [(600, 600, 600), (520, 300, 240), (330, 410, 520)])
def test_colours_become_those_of_bt709(
    tmp_path: Path, primaries: int, transfer: int, matrix: int, said: str, value: tuple[int, int, int]
) -> None:
    source = coloured(tmp_path / "in.mp4", value, primaries, transfer, matrix)
    sample = np.array([[[each * 64 for each in value]]], np.uint16)
    coding = Coding(primaries, transfer) if transfer in (16, 18) else Coding(primaries, 1, gamma=2.4)
    right = to_sdr(sample, coding, 1000.0, display="bt1886")[0, 0] / 257
    film = open_film(source)
    assert film.remarks and said in film.remarks[0] and "BT.709" in film.remarks[0]
    assert far(next(read_frames(source)).pixels[20, 20], right.round()) <= 3
    with av.open(again(source, tmp_path / "out.webm")) as container:
        stream = container.streams.video[0]
        assert [getattr(stream, name) for name in ("color_primaries", "color_trc", "colorspace")] == [1, 1, 1]
        frame = next(container.decode(stream)).reformat(format="rgb24", src_colorspace=1).to_ndarray()
        assert far(frame[20, 20], right.round()) <= 5


def test_colours_of_bt709_or_of_none_are_not_touched(tmp_path: Path) -> None:
    for number in (1, 2):
        source = coloured(tmp_path / f"{number}.mp4", (520, 300, 240), number, number, 1)
        assert open_film(source).remarks == ()
        assert far(next(read_frames(source)).pixels[20, 20], np.array([130, 75, 60])) <= 2


def interlaced(path: Path, order: str) -> Path:
    """A grey bar that goes over black, two moments in the lines of each frame."""
    frames = []
    for number in range(12):
        frame = np.full((64, 96, 3), 30, np.uint8)
        for field in (0, 1):
            left = 8 + 6 * number + 3 * (field if order == "tff" else 1 - field)
            frame[field::2, left : left + 12] = 200
        frames.append(frame)
    how: Any = {"crf": "1", "x264-params": f"{order}=1"}
    return write(path, frames, **how)


def combing(pixels: Pixels) -> float:
    lines = pixels[..., 0].astype(float)
    return float(np.abs(2 * lines[1:-1] - lines[:-2] - lines[2:]).mean())


@pytest.mark.parametrize("order", ["tff", "bff"])
def test_interlaced_frames_become_whole_ones(tmp_path: Path, order: str) -> None:
    source = interlaced(tmp_path / "in.mp4", order)
    woven = read(source)[0]
    film, frames = open_film(source), list(read_frames(source))
    assert film.remarks == ("It was interlaced, and its frames were made whole (bwdif).",)
    assert [frame.time for frame in frames] == list(film.times) and len(frames) == 12
    assert combing(woven[5]) > 10 and combing(frames[5].pixels) < 3
    lefts = [int(np.argmax(frame.pixels[32, :, 0] > 100)) for frame in frames[1:-1]]
    assert np.diff(lefts).tolist() == pytest.approx([6] * 9, abs=1)
    assert far(read_middle_frame(source), frames[6].pixels) < 60


def test_progressive_frames_are_not_touched(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving())
    assert open_film(source).remarks == ()
    whole = read(source)[0]
    assert (
        np.mean(
            [np.abs(one.pixels.astype(int) - other).mean() for one, other in zip(read_frames(source), whole, strict=True)]
        )
        < 3
    )


@pytest.mark.parametrize(
    ("name", "codec", "stores"),
    [
        ("vp9.webm", "libvpx-vp9", "yuva420p"),
        ("vp8.webm", "libvpx", "yuva420p"),
        ("prores.mov", "prores_ks", "yuva444p10le"),
        ("qtrle.mov", "qtrle", "argb"),
        ("png.mov", "png", "rgba"),
    ],
)
def test_what_is_hidden_in_a_film_is_white(tmp_path: Path, name: str, codec: str, stores: str) -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[..., 0], pixels[:, 32:, 3] = 255, 255
    with av.open(tmp_path / name, "w") as container:
        stream: Any = container.add_stream(codec, rate=10, options={"auto-alt-ref": "0"} if codec == "libvpx" else {})
        stream.width, stream.height, stream.pix_fmt = 64, 64, stores
        for _ in range(4):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgba").reformat(format=stores)))
        container.mux(stream.encode(None))
    shown = [frame.pixels for frame in read_frames(tmp_path / name)]
    assert len(shown) == 4
    assert far(shown[2][:, :24], np.full((64, 24, 3), 255)) <= 3
    assert far(shown[2][:, 40:], np.tile(np.array([255, 0, 0]), (64, 24, 1))) <= 6


@pytest.mark.parametrize(
    ("suffix", "codec", "sound", "options"),
    [
        (".ts", "libx264", "ac3", {}),
        (".ts", "libx264", "mp2", {"mpegts_m2ts_mode": "1"}),
        (".mpg", "mpeg2video", "mp2", {}),
        (".vob", "mpeg2video", "mp2", {}),
        (".asf", "wmv2", "", {}),
        (".flv", "flv", "", {}),
        (".3gp", "libx264", "aac", {}),
        (".mov", "mjpeg", "pcm_s24le", {}),
        (".mxf", "mpeg2video", "", {}),
        (".mkv", "ffv1", "flac", {}),
    ],
)
def test_a_film_is_known_by_its_content(tmp_path: Path, suffix: str, codec: str, sound: str, options: Any) -> None:
    stores = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    plain = write(
        tmp_path / f"in{suffix}", moving(10), list(range(10)), codec=codec, tick=Fraction(1, 25), sound=sound, stores=stores,
        colours=(1, 2 if codec == "mjpeg" else 1), qmin="1", qmax="3",
    )  # fmt: skip
    source = remuxed(plain, tmp_path / f"again{suffix}", **options) if options else plain
    named = Path(shutil.copy(source, tmp_path / "film.dat"))
    film = open_film(named)
    frames = list(read_frames(named))
    assert is_film(named) and is_film(source)
    assert [frame.time for frame in frames] == list(film.times) and len(frames) == 10 and film.times[0] == 0
    assert film.sound == bool(sound)
    with av.open(again(named, tmp_path / "out.mp4")) as container:
        assert len(list(container.decode(video=0))) == 10 and len(container.streams.audio) == bool(sound)


def test_what_is_no_film_is_not_taken_for_one(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "picture.png")
    shutil.move(tmp_path / "picture.png", tmp_path / "picture.mp4")
    (tmp_path / "code.txt").write_text("Go on" * 200)
    assert not is_film(tmp_path / "picture.mp4") and not is_film(tmp_path / "code.txt") and not is_film(tmp_path)
    assert is_film(tmp_path / "not there.mp4")


def test_a_film_begins_with_its_first_frame(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(), sound="aac")
    with av.open(source) as container:
        minute = 60 * container.streams.video[0].time_base.denominator
    early, late = remuxed(source, tmp_path / "early.mkv"), remuxed(source, tmp_path / "late.mkv", minute)
    assert open_film(late).start >= 60 and open_film(late).times == open_film(early).times
    assert open_film(late).times[0] == 0 and estimate_frames(late) == estimate_frames(early)
    with av.open(again(late, tmp_path / "out.mp4")) as container:
        assert next(container.decode(video=0)).time == 0
        assert abs(container.streams.audio[0].start_time * container.streams.audio[0].time_base) < Fraction(1, 20)


@pytest.mark.parametrize(
    "name", ["ep1:intro.mp4", "-dash.mp4", "100%d %03d.mp4", "file:x.mp4", "pipe:0.mp4", "a [1] #?'.mp4"]
)
def test_a_film_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write(tmp_path / name, moving(4), sound="aac")
    monkeypatch.chdir(tmp_path)
    out = Path(f"out {name}")
    assert len(list(read_frames(Path(name)))) == 4
    assert len(read(again(Path(name).absolute(), tmp_path / out))[0]) == 4
    again(Path(name), out)
    assert len(read(tmp_path / out)[0]) == 4


def damaged(path: Path, numbers: range) -> Path:
    """A film whose frames of those numbers cannot be decoded."""
    write(
        path, moving(20, noise=20), codec="png", stores="rgb24", tick=Fraction(1, 25), times=list(range(20)), colours=(0, 2)
    )
    with av.open(path) as container:
        places = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    content = bytearray(path.read_bytes())
    for number in numbers:
        place, size = places[number]
        content[place : place + size] = bytes(size)
    path.write_bytes(content)
    return path


def test_what_is_damaged_in_the_middle_is_left_out_and_said(tmp_path: Path) -> None:
    frames = list(read_frames(damaged(tmp_path / "in.mov", range(8, 12))))
    assert [frame.time * Fraction(1, 12800) for frame in frames if frame.remarks] == [Fraction(12, 25)]
    assert len(frames) == 16 and "damaged before 0.5 seconds" in str([frame.remarks for frame in frames])


def test_what_is_damaged_at_its_end_is_given_up_to_there(tmp_path: Path) -> None:
    source, frames = damaged(tmp_path / "in.mov", range(12, 20)), list[Frame]()
    with pytest.raises(DamagedFilm, match=r"is damaged after 0\.4 seconds and cannot be read on"):
        frames.extend(read_frames(source))
    assert run(["stylize", str(source), "--style", "halftone", "--out", str(tmp_path / "out.mp4")]) == 0
    assert len(read(tmp_path / "out.mp4")[0]) == 12


@pytest.mark.parametrize("loop", [None, 0, 1, 3])
def test_a_gif_is_shown_as_often_as_before(tmp_path: Path, loop: int | None) -> None:
    frames = [Image.fromarray(each) for each in moving(6)]
    said: dict[str, Any] = {} if loop is None else {"loop": loop}
    frames[0].save(
        tmp_path / "in.gif", save_all=True, append_images=frames[1:], duration=[100, 40, 70, 100, 30, 200], **said
    )
    with Image.open(again(tmp_path / "in.gif", tmp_path / "out.gif")) as image:
        assert image.info.get("loop") == loop
        lengths = []
        for number in range(6):
            image.seek(number)
            lengths.append(image.info["duration"])
    assert lengths == [100, 40, 70, 100, 30, 200]


def test_a_stream_that_appears_late_ends_no_film(tmp_path: Path) -> None:
    """A recording of a broadcast: its sound is announced only after the pictures of a while."""
    plain = write(
        tmp_path / "in.ts", moving(300, noise=60), list(range(300)), codec="mpeg2video", tick=Fraction(1, 25), qmax="2"
    )
    sung = write(tmp_path / "sung.ts", moving(10), list(range(10)), codec="mpeg2video", tick=Fraction(1, 25), sound="mp2")
    repeats = 1 + 6_000_000 // plain.stat().st_size  # more than is looked at before a film is opened
    (tmp_path / "late.ts").write_bytes(plain.read_bytes() * repeats + sung.read_bytes())
    film = open_film(tmp_path / "late.ts")
    assert len(film.times) == 300 * repeats + 10


def test_sound_of_an_unknown_kind_is_named(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(4), sound="aac")
    source.write_bytes(source.read_bytes().replace(b"mp4a", b"zzzz").replace(b"esds", b"free"))
    film, part = open_film(source), tmp_path / "part.nut"
    with open_segment(part, FrameShape(".mp4", film.tick, film.shape)) as writer:
        for frame in read_frames(source):
            writer.write(frame.pixels, frame.time)
    assert "the sound (unknown)" in str(concatenate([part], film, tmp_path / "out.mp4", 100))
