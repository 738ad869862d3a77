"""Film files: opened so that nothing but the file itself is read, and decoded frame by frame.

Packets that cannot be decoded are passed over, as players do; the frame after them is marked.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr
from ganstudio.images.reader import display_path, open_image, refuse_other_than_files

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

# Files alone: a playlist could name whatever it likes.
_FORMATS = "mov,matroska,webm,gif,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mxf"
_WITH_ALPHA = {"vp8": "libvpx", "vp9": "libvpx-vp9"}  # FFmpeg's own decoders pass their transparency over


@dataclass(frozen=True)
class FilmFile:
    """An open film file: its container, the stream of its pictures and what decodes them."""

    container: "InputContainer"
    stream: "VideoStream"
    decoder: Any

    def frames(self) -> "Iterator[tuple[VideoFrame, bool]]":
        """The frames from here on, each with whether something before it could not be decoded."""
        av, damaged = require_av(), Damage()
        for packet in chain(self.packets(damaged), (None,)):
            try:
                found = self.decoder.decode(packet)
            except av.error.EOFError:
                found = []
            except av.error.FFmpegError:
                found, damaged.is_damaged = [], True
            for frame in found:
                yield frame, damaged.is_damaged
                damaged.is_damaged = False
        if damaged.is_damaged:
            raise FilmEndsDamaged

    def packets(self, damage: "Damage | None" = None) -> Iterator[Any]:
        """The packets of the pictures, as far as the file can be read."""
        return read_packets(self.container, self.stream, damage)


@dataclass
class Damage:
    """Whether something could not be read."""

    is_damaged: bool = False


def read_packets(container: Any, stream: Any, damage: Damage | None = None) -> Iterator[Any]:
    """The packets of a stream, as far as the file can be read; without empty ones, which stand for “as before”."""
    try:
        for packet in container.demux(stream):
            if packet.size:
                yield packet
    except IndexError:
        pass  # PyAV 18.1 raises it at the end of a file in which a stream appeared late
    except (require_av().error.FFmpegError, OSError):
        if damage is not None:
            damage.is_damaged = True


class FilmEndsDamaged(Exception):  # noqa: N818
    """What is left of a film cannot be decoded."""


def require_av() -> Any:
    """PyAV; GanStudioError where it is not installed."""
    try:
        import av
    except ImportError as error:
        raise GanStudioError("Films need PyAV: pip install 'ganstudio[film]'.") from error
    return av


@contextmanager
def open_film_file(path: Path) -> Iterator[FilmFile]:
    """The file and its film, that is, the first stream of pictures that is no cover; other than films is not tried.

    GanStudioError in one sentence where there is none.
    """
    av = require_av()
    with open_container(path) as container:
        covers = av.stream.Disposition.attached_pic
        stream = next((each for each in container.streams.video if not each.disposition & covers), None)
        if stream is None:
            raise GanStudioError("{path} has no moving pictures in it; choose a film.", path=display_path(path))
        if not getattr(stream.codec_context, "width", 0):  # it is None where no decoder is known
            raise GanStudioError(
                "{path} has moving pictures of a kind that is not known here; save it as MP4 first.", path=display_path(path)
            )
        stream.thread_type = "AUTO"
        yield FilmFile(container, stream, _find_decoder(stream))


@contextmanager
def open_container(path: Path) -> "Iterator[InputContainer]":
    """A film file of a known kind; GanStudioError in one sentence where it is none, or cannot be read."""
    av = require_av()
    only = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
    try:
        refuse_other_than_files(path)
        # A whole path, for “a:b.mp4” alone would be the protocol a.
        with av.open(str(path.absolute()), container_options=only, metadata_errors="replace") as container:
            yield container
    except (av.error.FFmpegError, OSError) as error:
        raise GanStudioError(_explain(path, error)) from error


def read_tags(path: Path) -> dict[str, str]:
    """What the container of a film says in words."""
    with open_container(path) as container:
        return dict(container.metadata)


def is_still(path: Path) -> bool:
    """Whether a file is a still picture."""
    try:
        with open_image(path) as image:
            return not getattr(image, "is_animated", False) and image.format != "GIF"
    except GanStudioError:
        return False


def _find_decoder(stream: "VideoStream") -> Any:
    name = _WITH_ALPHA.get(stream.codec_context.codec.canonical_name, "")
    if stream.metadata.get("alpha_mode") != "1" or name not in require_av().codecs_available:
        return stream.codec_context
    made = require_av().CodecContext.create(name, "r")
    made.thread_type = "AUTO"
    return made


def _explain(path: Path, error: Exception) -> str:
    name = display_path(path)
    if isinstance(error, FileNotFoundError):
        return tr("There is no film {name}; check its name.", name=name)
    if path.is_dir():
        return tr("{name} is a folder; name a film in it.", name=name)
    if isinstance(error, PermissionError) and not os.access(path, os.R_OK):  # a decoder may say so of damage
        return tr("{name} may not be read; change its permissions.", name=name)
    if is_still(path):
        return tr("{name} is a still picture, not a film; give its name the ending of a picture.", name=name)
    return tr("{name} is damaged, or no film that can be read; try another copy of it, or save it as MP4 first.", name=name)
