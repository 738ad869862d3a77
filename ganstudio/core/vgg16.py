"""The perceptual network VGG-16 (Simonyan 2014): where it lies on this machine, and fetching it when the user says so."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from ganstudio.core.download import DownloadProgress, Remote, download, partial_file, sweep_parts
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home, load_settings

ADDRESS = "https://download.pytorch.org/models/vgg16-397923af.pth"
SHA256 = "397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0"  # its first eight digits are in the file's name
SIZE = 553_433_881  # bytes
MEGABYTES = 528


def vgg16() -> Path | None:
    """The file of the network: as GANSTUDIO_VGG16 or the settings name it, else in torch hub's cache; None: not there."""
    place = target_file()
    return place if place.is_file() else None


def find_vgg16() -> Path:
    """The file of the network; GanStudioError tells how to get it where it is not."""
    found = vgg16()
    if found:
        return found
    raise GanStudioError(
        "The network VGG-16 is not at {file}: fetch it on the Settings page or with “ganstudio "
        "fetch vgg16” ({megabytes} MB), or name the file there if you have it.",
        file=target_file(),
        megabytes=MEGABYTES,
    )


def target_file() -> Path:
    """Where the network should lie."""
    named = os.environ.get("GANSTUDIO_VGG16") or load_settings(Home())[0].vgg16
    return Path(named).expanduser() if named else cache_file()


def cache_file() -> Path:
    """Where torch hub keeps the file, whatever the settings name."""
    home = os.environ.get("TORCH_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "torch"
    return Path(home).expanduser() / "hub" / "checkpoints" / ADDRESS.rpartition("/")[2]


def partial_network() -> Path | None:
    """What is here of a network that was not fetched to its end; None where there is nothing of it."""
    found = partial_file(cache_file())
    return found if found.is_file() else None


def sweep_partial() -> None:
    """Take away what earlier tries left, where the network is here."""
    sweep_parts(cache_file())


def fetch(
    stop: threading.Event, *, address: str = ADDRESS, sha256: str = SHA256, size: int = SIZE
) -> Iterator[DownloadProgress]:
    """Fetch the network into torch hub's cache, as `download` does: whole, proved, and gone on with where it was cut."""
    return download(Remote(address, sha256, size), cache_file(), stop)
