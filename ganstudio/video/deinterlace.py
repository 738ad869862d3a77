"""Interlaced films: each frame whose lines are of two moments becomes a whole one; there are as many frames as before."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ganstudio.core.translation import tr_noop
from ganstudio.video.container import require_av

if TYPE_CHECKING:
    from av import VideoFrame

INTERLACED = tr_noop("It was interlaced, and its frames were made whole (bwdif).")


def deinterlace(frames: "Iterator[tuple[VideoFrame, bool]]") -> "Iterator[tuple[VideoFrame, bool, bool]]":
    """Frames with a mark each; added is whether they were interlaced. Those that say that they are not stay untouched.

    The order of the lines is what each frame says itself. Begins with the first interlaced frame.
    """
    weaving: _Deinterlacer | None = None
    for frame, mark in frames:
        if weaving and weaving.differs(frame):
            yield from weaving.flush()
            weaving = None
        if weaving is None and frame.interlaced_frame:
            weaving = _Deinterlacer(frame)
        if weaving is None:
            yield frame, mark, False
        else:
            yield from weaving.add(frame, mark)
    if weaving:
        yield from weaving.flush()


class _Deinterlacer:
    """The filter, and the remarks on the frames that are in it."""

    def __init__(self, first: "VideoFrame") -> None:
        self._like = first.width, first.height, first.format.name
        self._has_remark: list[tuple[bool, bool]] = []
        self._graph = require_av().filter.Graph()
        told = self._graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=first.time_base)
        filtering = self._graph.add("bwdif", "mode=send_frame:parity=auto:deint=interlaced")
        self._graph.link_nodes(told, filtering, self._graph.add("buffersink")).configure()

    def differs(self, frame: "VideoFrame") -> bool:
        """Whether a frame is of another size or kind than those before."""
        return self._like != (frame.width, frame.height, frame.format.name)

    def add(self, frame: "VideoFrame", mark: bool) -> "Iterator[tuple[VideoFrame, bool, bool]]":
        """Put a frame in; what comes out."""
        self._has_remark.append((mark, frame.interlaced_frame))
        self._graph.push(frame)
        yield from self._pull_frames()

    def flush(self) -> "Iterator[tuple[VideoFrame, bool, bool]]":
        """What is left in the filter."""
        self._graph.push(None)
        yield from self._pull_frames()

    def _pull_frames(self) -> Iterator[Any]:
        av = require_av()
        while self._has_remark:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            yield frame, *self._has_remark.pop(0)
