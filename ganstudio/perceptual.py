"""The perceptual network VGG-16 (Simonyan 2014): where it lies on this machine, and fetching it when the user says so."""

import hashlib
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from ganstudio.errors import GanStudioError
from ganstudio.settings import Home, load_settings

ADDRESS = "https://download.pytorch.org/models/vgg16-397923af.pth"
SHA256 = "397923af"  # how the hash of torchvision's file begins, which is in its name
MEGABYTES = 528
_PIECE = 2**20
_PATIENCE = 30


@dataclass(frozen=True)
class Fetched:
    """So many of so many bytes are here; 0 in all where the other side does not tell."""

    done: int
    total: int


def vgg16() -> Path | None:
    """The file of the network: as GANSTUDIO_VGG16 or the settings name it, else in torch hub's cache; None: not there."""
    place = expected_at()
    return place if place.is_file() else None


def find_vgg16() -> Path:
    """The file of the network; GanStudioError tells how to get it where it is not."""
    found = vgg16()
    if found:
        return found
    raise GanStudioError(
        f"The network VGG-16 is not at {expected_at()}: fetch it on the Settings page or with “ganstudio fetch vgg16” "
        f"({MEGABYTES} MB), or name the file there if you have it."
    )


def expected_at() -> Path:
    """Where the network should lie."""
    named = os.environ.get("GANSTUDIO_VGG16") or load_settings(Home())[0].vgg16
    return Path(named).expanduser() if named else cached_at()


def cached_at() -> Path:
    """Where torch hub keeps the file, whatever the settings name."""
    home = os.environ.get("TORCH_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "torch"
    return Path(home).expanduser() / "hub" / "checkpoints" / ADDRESS.rpartition("/")[2]


def fetch(stop: threading.Event, *, address: str = ADDRESS, sha256: str = SHA256) -> Iterator[Fetched]:
    """Fetch the network into torch hub's cache; the file has its name only when it is whole and its hash is right."""
    place = cached_at()
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        hashed = hashlib.sha256()
        with urllib.request.urlopen(address, timeout=_PATIENCE) as far, part.open("wb") as near:  # noqa: S310
            total, done = int(far.headers.get("Content-Length") or 0), 0
            while not stop.is_set() and (piece := far.read(_PIECE)):
                near.write(piece)
                hashed.update(piece)
                done += len(piece)
                yield Fetched(done, total)
        if stop.is_set():
            return
        if not hashed.hexdigest().startswith(sha256):
            raise GanStudioError(f"What came from {address} is not the network: its hash is wrong; try again later.")
        part.replace(place)
    except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
        raise GanStudioError(f"{address} could not be fetched ({error}); check the connection and try again.") from error
    except OSError as error:
        raise GanStudioError(f"The network could not be written to {place}: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)
