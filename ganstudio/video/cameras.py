"""Cameras: which there are, and what they see now, through the device library that PyAV brings."""

import errno
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr
from ganstudio.video.container import require_av
from ganstudio.video.live_source import CapturedFrame, captured_frame

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer

SYSTEMS = {"linux": "v4l2", "darwin": "avfoundation", "win32": "dshow"}
_LINUX = Path("/sys/class/video4linux")
_SMALL, _HD = {"video_size": "640x480", "framerate": "30"}, {"video_size": "1280x720", "framerate": "30"}
_PREFERENCES: dict[str, tuple[dict[str, str], ...]] = {  # tried one after the other; at last, what the camera likes best
    "v4l2": ({**_HD, "input_format": "mjpeg"}, _SMALL, {}),  # without compression most give a few frames a second in HD
    "avfoundation": (_HD, {"framerate": "30"}, {}),
    "dshow": (_HD, _SMALL, {}),
}
_TIMEOUT = 10.0  # seconds without a picture after which a camera is given up
_NONBLOCKING = "+4"  # AVFMT_FLAG_NONBLOCK, which has no name: the system says that there is nothing new, and does not wait
_POLL_SECONDS = 0.004  # seconds between two questions whether there is a new picture
_MISSING = (errno.ENOENT, errno.ENODEV, errno.ENXIO)
_FORBIDDEN = (errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class Camera:
    """A camera: what people call it, and how the `system` (one of libavdevice's) finds it."""

    title: str
    address: str
    system: str


def find_cameras() -> tuple[Camera, ...]:
    """The cameras of this machine, as far as the system tells."""
    if sys.platform == "linux":
        return list_cameras(_LINUX)
    system = SYSTEMS.get(sys.platform)
    return _enumerate_devices(system) if system else ()


def list_cameras(folder: Path) -> tuple[Camera, ...]:
    """The cameras that Linux lists in a folder; of a camera's several devices the first is the one with pictures."""
    found = sorted(folder.glob("video*"), key=lambda each: (len(each.name), each.name))
    words = [(each, _read_word(each / "name"), _read_word(each / "index")) for each in found]
    return tuple(Camera(name or each.name, f"/dev/{each.name}", "v4l2") for each, name, index in words if index in ("", "0"))


def read_camera(camera: Camera, stop: threading.Event) -> Iterator[CapturedFrame]:
    """What a camera sees, until it is stopped; GanStudioError in one sentence where it does not open, or ends."""
    with _open_camera(camera) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"  # frames that are decoded side by side come late
        shape = float(stream.sample_aspect_ratio or 1)
        for frame in _read_frames(container, camera, stop):
            yield captured_frame(frame, shape, time.perf_counter(), (frame.width, frame.height))
    if not stop.is_set():
        raise GanStudioError(_explain_end(camera))


def _read_frames(container: "InputContainer", camera: Camera, stop: threading.Event) -> "Iterator[VideoFrame]":
    """The frames as they come; a camera is asked again and again, so that it can be stopped while it gives none."""
    av, last = require_av(), time.perf_counter()
    while not stop.is_set():
        try:
            for frame in container.decode(video=0):
                yield frame
                last = time.perf_counter()
                if stop.is_set():
                    return
            return
        except (BlockingIOError, av.error.InvalidDataError) as error:  # nothing new yet, or a first frame that is torn
            if time.perf_counter() - last > _TIMEOUT:
                raise GanStudioError(_explain_end(camera)) from error
            stop.wait(_POLL_SECONDS)
        except (av.error.FFmpegError, OSError) as error:
            raise GanStudioError(_explain_end(camera)) from error


def _open_camera(camera: Camera) -> "InputContainer":
    av = _require_av()
    preferences = _PREFERENCES.get(camera.system, ({},))
    for preference in preferences:
        try:
            return _open_with(av, camera, preference)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            if preference is preferences[-1] or getattr(error, "errno", None) in (*_MISSING, *_FORBIDDEN, errno.EBUSY):
                raise GanStudioError(_explain_opening_error(camera, error)) from error
    raise AssertionError("there is always a last preference")


def _open_with(av: Any, camera: Camera, preference: dict[str, str]) -> "InputContainer":
    container: InputContainer = av.open(
        camera.address,
        format=camera.system,
        options=preference,
        container_options={"fflags": _NONBLOCKING},
        timeout=(_TIMEOUT, _TIMEOUT),
    )
    return container


def _explain_opening_error(camera: Camera, error: Exception) -> str:
    number, name = getattr(error, "errno", None), tr("The camera “{title}”", title=camera.title)
    if number in _MISSING:
        return tr("{name} is not there any more; plug it in, and choose it again.", name=name)
    if number in _FORBIDDEN:
        return tr(
            "{name} may not be used; allow it in the system's privacy settings (on Linux: join the group “video”).",
            name=name,
        )
    if number == errno.EBUSY:
        return tr("{name} is used by another program; close that one, and choose the camera again.", name=name)
    reason = getattr(error, "strerror", None) or str(error)
    return tr(
        "{name} cannot be opened ({reason}); see whether another program uses it, and whether the system allows it.",
        name=name,
        reason=reason,
    )


def _explain_end(camera: Camera) -> str:
    return tr(
        "The camera “{title}” gives no more pictures; see whether it is plugged in, and choose it again.", title=camera.title
    )


def _enumerate_devices(system: str) -> tuple[Camera, ...]:
    """The cameras that the device library lists, each with the address by which the system opens it."""
    av = _require_av()
    try:
        found = [each for each in av.enumerate_input_devices(system) if "audio" not in each.media_types[:1]]
    except (AttributeError, av.error.FFmpegError, OSError, ValueError):  # an older PyAV, or a system that does not list
        found = []
    return _of_windows(found) if system == "dshow" else _of_mac(found)


def _of_windows(devices: list[Any]) -> tuple[Camera, ...]:
    """Cameras of DirectShow, by their paths."""
    return tuple(Camera(each.description or each.name, f"video={each.name}", "dshow") for each in devices)


def _of_mac(devices: list[Any]) -> tuple[Camera, ...]:
    """Cameras of AVFoundation, by their names; the default one where none is listed. Screens are not cameras."""
    names = [each.description or "" for each in devices]
    seen = [name for name in names if name and not name.startswith("Capture screen")]
    return tuple(Camera(name, name, "avfoundation") for name in seen) or (Camera("Camera", "default", "avfoundation"),)


def _read_word(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _require_av() -> Any:
    try:
        return require_av()
    except GanStudioError as error:
        raise GanStudioError("A camera live needs PyAV: pip install 'ganstudio[film]'.") from error
