"""Tracks: copies a film's sound, subtitles, cover, chapters and tags into a new film.

What the new file holds is copied as it is, or encoded anew where it knows other kinds; the rest is named in one sentence.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.core.translation import tr
from ganstudio.video.audio import copy_audio, copy_packets
from ganstudio.video.container import open_container, require_av
from ganstudio.video.decode import Film
from ganstudio.video.subtitles import copy_subtitles

if TYPE_CHECKING:
    from av import Packet
    from av.container import OutputContainer

_COVERS = {".mp4": ("mjpeg", "png", "bmp")}  # the codecs of covers that a film of that suffix holds
_SAID_OF_TRACKS = ("language", "title", "handler_name", "creation_time")
_TECHNICAL = {  # what programs write for programs
    "major_brand", "minor_version", "compatible_brands", "encoder", "handler_name", "vendor_id", "duration", "language",
    "software", "xmp", "devicetype", "wmfsdkversion", "wmfsdkneeded", "isvbr", "deviceconformancetemplate", "timecode",
    "company_name", "application_platform", "uid", "generation_uid", "operational_pattern_ul", "material_package_umid",
    "toolkit_version_num", "product_name", "product_uid", "product_version", "product_version_num", "metadatacreator",
    "hasaudio", "hasvideo", "hasmetadata", "haskeyframes", "canseektoend", "datasize", "videosize", "audiosize",
    "lasttimestamp", "lastkeyframetimestamp", "lastkeyframelocation",
}  # fmt: skip


def copy_tracks(
    film: Film, out: "OutputContainer", suffix: str, stack: ExitStack
) -> "tuple[list[Iterator[Packet[Any]]], list[str]]":
    """Make a track in a new film for each of the source's, and give it its tags and chapters.

    The packets of each track, and the names of those that the new film cannot hold. The sources stay open with `stack`.
    """
    found, left_out = [], []
    with open_container(film.path) as source:
        out.metadata.update(_kept_tags(source))
        _copy_chapters(source, out, film.start)
        pictures, numbers = _picture_count(source), range(len(source.streams))
        _describe(out.streams.video[0], source.streams[pictures], suffix)
    for number in numbers:
        if number == pictures:
            continue
        source = stack.enter_context(open_container(film.path))
        track, before = source.streams[number], len(out.streams)
        packets, lost = _copy_track(source, track, out, suffix, film.start)
        left_out += [lost] if lost else []
        if packets is not None:
            found.append(packets)
            _describe(out.streams[before], track, suffix)
    return found, left_out


def describe_lost(source: Path, made: Path) -> list[str]:
    """The names of the tags, and the chapters, that a film has and the one made from it has not."""
    with open_container(made) as container:
        kept, chapters = {name.lower() for name in container.metadata}, len(container.chapters())
    with open_container(source) as container:
        lost = [tr("the tag “{name}”", name=name) for name in _kept_tags(container) if name not in kept and "-" not in name]
        return [*lost, *([tr("the chapters")] if len(container.chapters()) > chapters else [])]


def name_tracks(source: Path) -> list[str]:
    """The names of all tracks but the pictures."""
    with open_container(source) as container:
        pictures = _picture_count(container)
        tracks = [_name_track(each) for each in container.streams if each.index != pictures and not _is_technical(each)]
        tags = [tr("the tag “{name}”", name=name) for name in _kept_tags(container) if "-" not in name]
        return [*tracks, *tags, *([tr("the chapters")] if container.chapters() else [])]


def _copy_track(
    source: Any, track: Any, out: "OutputContainer", suffix: str, start: Fraction
) -> "tuple[Iterator[Packet[Any]] | None, str]":
    """The packets of a track, None where a new film cannot hold it, and what of it is lost."""
    name, codec, packets = _name_track(track), _codec_name(track), None
    if track.type == "audio" and codec and track.codec_context is not None:
        packets, mixed = copy_audio(source, track, out, suffix, start)
        return packets, tr("all channels of {name}", name=name) if mixed else ""
    if track.type == "subtitle":
        packets = copy_subtitles(source, track, out, suffix, start)
    elif _is_cover(track) and codec in _COVERS.get(suffix, ()):
        packets = copy_packets(source, track, out.add_stream_from_template(track, opaque=True), Fraction(0))
    return packets, "" if packets is not None or _is_technical(track) else name


def _copy_chapters(source: Any, out: "OutputContainer", start: Fraction) -> None:
    chapters = source.chapters()
    for each in chapters:
        before = round(start / each["time_base"])
        each["start"], each["end"] = (max(0, each[side] - before) for side in ("start", "end"))
    if chapters:
        out.set_chapters(chapters)


def _describe(stream: Any, track: Any, suffix: str) -> None:
    """Copy the tags of a track to the one made from it; MP4 calls the title of a track its handler's name."""
    said = {name.lower(): words for name, words in track.metadata.items()}
    if suffix == ".mp4" and "title" in said:
        said["handler_name"] = said["title"]
    stream.metadata.clear()
    stream.metadata.update({name: said[name] for name in _SAID_OF_TRACKS if name in said})
    stream.disposition = track.disposition


def _kept_tags(source: Any) -> dict[str, str]:
    said = {name.lower(): words for name, words in source.metadata.items()}
    return {name: words for name, words in said.items() if name not in _TECHNICAL and words}


def _picture_count(source: Any) -> int:
    return int(next(each.index for each in source.streams.video if not _is_cover(each)))


def _is_cover(track: Any) -> bool:
    return bool(track.type == "video" and track.disposition & require_av().stream.Disposition.attached_pic)


def _is_technical(track: Any) -> bool:
    """Whether a track only repeats what stands elsewhere: the names of chapters in MP4, a camera's time code."""
    return track.type == "data" and (_codec_name(track) in ("bin_data", "") or "timecode" in track.metadata)


def _codec_name(track: Any) -> str:
    """The name of a track's codec; empty where it is unknown."""
    return getattr(track, "name", None) or ""


def _name_track(track: Any) -> str:
    if track.type == "attachment":
        return tr("the attached file {value}", value=track.metadata.get("filename", "")).rstrip()
    kinds = {
        "audio": tr("the sound"),
        "subtitle": tr("the subtitles"),
        "video": tr("the cover") if _is_cover(track) else tr("the second film"),
    }
    said = [track.metadata.get("title"), track.metadata.get("language")]
    words = ", ".join([*(each for each in said if each and each != "und"), _codec_name(track) or "unknown"])
    return f"{kinds.get(track.type, 'the data')} ({words})"
