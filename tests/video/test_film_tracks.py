"""What goes with a film's pictures: sound, languages, subtitles, chapters, tags; kept, or named where there is no place."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

av: Any = pytest.importorskip("av", reason="PyAV is not installed")

from ganstudio.video.concatenate import concatenate  # noqa: E402
from ganstudio.video.decode import open_film, read_frames  # noqa: E402
from ganstudio.video.encode import FrameShape, open_segment  # noqa: E402
from tests.video.films import moving  # noqa: E402

_SECOND = Fraction(1, 1000)


def made(source: Path, target: Path) -> list[str]:
    """A film made again from a source; what is said of it."""
    film, part = open_film(source), target.with_name(f"{target.name}.nut")
    with open_segment(part, FrameShape(target.suffix, film.tick, film.shape)) as writer:
        for frame in read_frames(source):
            writer.write(frame.pixels, frame.time)
            end = frame.time + frame.length
    return concatenate([part], film, target, end)


def sing(container: Any, track: Any, layout: str) -> None:
    """A second of sound, each channel at another pitch."""
    pitches = np.arange(1, av.AudioLayout(layout).nb_channels + 1)
    wave = (np.sin(np.arange(48_000)[:, None] * pitches / 30) * 9000).astype(np.int16)
    sung = av.AudioFrame.from_ndarray(wave.reshape(1, -1), "s16", layout)
    sung.sample_rate, sung.pts = 48_000, 0
    size = None if "pcm" in track.codec_context.name else track.codec_context.frame_size or None
    resampler = av.AudioResampler(track.format, layout, 48_000, size)
    for part in [*resampler.resample(sung), *resampler.resample(None), None]:
        container.mux(track.encode(part))


def filmed(container: Any, count: int = 25, codec: str = "libx264", stores: str = "yuv420p") -> Any:
    """A stream of pictures, 25 a second; call what comes back to write them."""
    stream = container.add_stream(codec, rate=25, options={"bf": "0"})
    stream.width, stream.height, stream.pix_fmt = 64, 48, stores

    def written() -> None:
        for number, pixels in enumerate(moving(count)):
            frame = av.VideoFrame.from_ndarray(pixels, "rgb24").reformat(format=stores)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    return written


def with_all(path: Path) -> Path:
    """A Matroska film with two sounds, subtitles, chapters, tags and an attached file."""
    with av.open(path, "w") as out:
        written = filmed(out)
        out.metadata.update({"title": "My film", "artist": "Somebody", "mood": "blue"})
        tracks = []
        for language, title in (("deu", "Deutsch"), ("jpn", "Kommentar")):
            track = out.add_stream("aac", rate=48_000, layout="mono")
            track.metadata.update({"language": language, "title": title})
            tracks.append(track)
        tracks[1].disposition = av.stream.Disposition.default
        words = out.add_mux_stream("subrip", time_base=_SECOND)
        words.metadata.update({"language": "eng"})
        out.add_attachment("letters.ttf", "application/x-truetype-font", b"letters")
        chapters = [(0, 400, "One"), (400, 1000, "Two")]
        out.set_chapters(
            [
                {"id": number, "start": start, "end": end, "time_base": _SECOND, "metadata": {"title": title}}
                for number, (start, end, title) in enumerate(chapters)
            ]
        )
        written()
        for track in tracks:
            sing(out, track, "mono")
        packet = av.Packet(b"Hello <i>there</i>")
        packet.pts = packet.dts = 200
        packet.duration, packet.time_base, packet.stream = 500, _SECOND, words
        out.mux(packet)
    return path


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_tracks_chapters_and_tags_are_kept(tmp_path: Path, suffix: str) -> None:
    said = made(with_all(tmp_path / "in.mkv"), tmp_path / f"out{suffix}")
    with av.open(tmp_path / f"out{suffix}") as container:
        sounds = container.streams.audio
        assert [each.language for each in sounds] == ["deu", "jpn"]
        names = [each.metadata.get("title") or each.metadata["handler_name"] for each in sounds]
        assert names == ["Deutsch", "Kommentar"]
        assert [bool(each.disposition & av.stream.Disposition.default) for each in sounds] == [False, True]
        (words,) = container.streams.subtitles
        assert words.language == "eng" and words.codec.name in ("mov_text", "webvtt")
        tags = {name.lower(): value for name, value in container.metadata.items()}
        assert (tags["title"], tags["artist"]) == ("My film", "Somebody")
        starts = [(float(each["start"] * each["time_base"]), each["metadata"]["title"]) for each in container.chapters()]
        assert starts == [(0, "One"), (pytest.approx(0.4, abs=0.03), "Two")]
        heard = [packet for packet in container.demux(words) if packet.size > 2]
        assert float(heard[0].pts * words.time_base) == pytest.approx(0.2, abs=0.03)
        assert b"Hello" in bytes(heard[0]) and b"there" in bytes(heard[0])
    (sentence,) = said
    assert "letters.ttf" in sentence and sentence.endswith(".") and ("mood" in sentence) == (suffix == ".mp4")


def test_what_a_gif_has_no_place_for_is_named(tmp_path: Path) -> None:
    (sentence,) = made(with_all(tmp_path / "in.mkv"), tmp_path / "out.gif")
    assert sentence.startswith("Left out, since GIF has no place for it: ")
    for name in (
        "the sound (Deutsch, deu",
        "the subtitles (eng",
        "the attached file letters.ttf",
        "“title”",
        "the chapters",
    ):
        assert name in sentence


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
@pytest.mark.parametrize(
    ("layout", "codec"), [("5.1", "pcm_s24le"), ("7.1", "pcm_s16le"), ("quad", "pcm_s16le"), ("mono", "pcm_s16le")]
)
def test_all_channels_are_kept(tmp_path: Path, suffix: str, layout: str, codec: str) -> None:
    with av.open(tmp_path / "in.mov", "w") as out:
        written = filmed(out)
        track = out.add_stream(codec, rate=48_000, layout=layout)
        written()
        sing(out, track, layout)
    assert made(tmp_path / "in.mov", tmp_path / f"out{suffix}") == []
    with av.open(tmp_path / f"out{suffix}") as container:
        sound = container.streams.audio[0]
        assert sound.codec_context.channels == av.AudioLayout(layout).nb_channels
        assert sum(frame.samples for frame in container.decode(sound)) == pytest.approx(48_000, abs=4000)


def test_sound_that_mp4_holds_is_copied_and_no_two_packets_share_a_time(tmp_path: Path) -> None:
    with av.open(tmp_path / "in.avi", "w") as out:
        written = filmed(out, codec="mpeg4")
        track = out.add_stream("libmp3lame", rate=48_000, layout="mono")
        written()
        sing(out, track, "mono")
    assert made(tmp_path / "in.avi", tmp_path / "out.mp4") == []
    found = []
    for name in ("in.avi", "out.mp4"):
        with av.open(tmp_path / name) as container:
            sound = container.streams.audio[0]
            assert sound.codec.canonical_name == "mp3"
            found.append([(bytes(packet), packet.pts * sound.time_base) for packet in container.demux(sound) if packet.size])
            container.seek(0)
            times = [frame.pts for frame in container.decode(video=0)]
            assert len(set(times)) == len(times) == 25
    assert [content for content, _ in found[1]] == [content for content, _ in found[0]]
    assert np.diff([float(time) for _, time in found[1]]).tolist() == pytest.approx([0.024] * (len(found[1]) - 1))


@pytest.mark.parametrize("late", ["sound", "pictures"])
def test_what_begins_later_does_so_afterwards(tmp_path: Path, late: str) -> None:
    with av.open(tmp_path / "plain.mkv", "w") as out:
        written = filmed(out)
        track = out.add_stream("flac", rate=48_000, layout="mono")
        written()
        sing(out, track, "mono")
    with av.open(tmp_path / "plain.mkv") as before, av.open(tmp_path / "in.mkv", "w") as out:
        streams = {each.index: out.add_stream_from_template(each) for each in before.streams}
        for packet in before.demux():
            if packet.size:
                moved = (packet.stream_index == 1) == (late == "sound")
                packet.pts = packet.dts = packet.pts + 700 * moved
                packet.stream = streams[packet.stream_index]
                out.mux(packet)
    for suffix in (".mp4", ".webm"):
        made(tmp_path / "in.mkv", tmp_path / f"out{suffix}")
        begun = []
        for kind in ("video", "audio"):
            with av.open(tmp_path / f"out{suffix}") as container:
                begun.append(next(container.decode(getattr(container.streams, kind)[0])).time)
        assert begun[1] - begun[0] == pytest.approx(0.7 if late == "sound" else -0.7, abs=0.03)


def test_a_cover_stays_where_there_is_place_for_it(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (32, 32), "red").save(tmp_path / "cover.png")
    with av.open(tmp_path / "cover.png", format="png_pipe") as picture, av.open(tmp_path / "in.mp4", "w") as out:
        written = filmed(out)
        cover = out.add_stream_from_template(picture.streams.video[0], opaque=True)
        cover.disposition = av.stream.Disposition.attached_pic
        packet = next(packet for packet in picture.demux() if packet.size)
        packet.stream = cover
        packet.pts = packet.dts = 0
        out.mux(packet)
        written()
    assert made(tmp_path / "in.mp4", tmp_path / "out.mp4") == []
    with av.open(tmp_path / "out.mp4") as container:
        covers = [each for each in container.streams.video if each.disposition & av.stream.Disposition.attached_pic]
        assert len(container.streams.video) == 2 and len(covers) == 1
    (sentence,) = made(tmp_path / "in.mp4", tmp_path / "out.webm")
    assert "the cover" in sentence
