"""Whether a window can open here: is there a screen, and does the system have what Qt needs? Asked without importing Qt."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ganstudio.core.program import own_libraries

PACKAGES = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libOpenGL.so.0": "libopengl0", "libGLX.so.0": "libglx0",
    "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6", "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0", "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libX11.so.6": "libx11-6", "libX11-xcb.so.1": "libx11-xcb1",
    "libSM.so.6": "libsm6", "libICE.so.6": "libice6", "libxcb.so.1": "libxcb1", "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0", "libxcb-icccm.so.4": "libxcb-icccm4", "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-shape.so.0": "libxcb-shape0", "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1", "libxcb-util.so.1": "libxcb-util1", "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0", "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0", "libwayland-egl.so.1": "libwayland-egl1",
}  # fmt: skip


def problem() -> str | None:
    """A sentence where no window can open; None where one can."""
    if not has_screen():
        return "There is no screen here to open a window on."
    if importlib.util.find_spec("PySide6") is None:
        return "The window needs PySide6; install it with: python -m pip install PySide6-Essentials"
    missing = missing_libraries()
    return f"Qt needs libraries that this system lacks; {remedy(missing)}" if missing else None


def has_screen() -> bool:
    """Whether there is a screen, or a stand-in for one that was asked for."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def missing_libraries() -> list[str]:
    """The shared libraries that Qt's window needs and the system lacks; of two kinds of screen one is enough."""
    if sys.platform != "linux" or not shutil.which("ldd"):
        return []
    always = _unresolved(*_files("lib/libQt6Gui.so.6", "lib/libQt6Widgets.so.6"))
    by_screen = [_unresolved(file) for file in _files(*(f"plugins/platforms/{name}" for name in _screens()))]
    return sorted(always | min(by_screen, key=lambda lacking: len(lacking), default=set()))


def remedy(libraries: Sequence[str]) -> str:
    """What to type so that the libraries come; on systems without apt their names."""
    if not shutil.which("apt-get"):
        return f"install them with your package manager: {', '.join(libraries)}"
    return f"install them with: sudo apt install {' '.join(packages(libraries))}"


def packages(libraries: Sequence[str]) -> list[str]:
    """Debian's packages that hold the libraries."""
    return sorted({PACKAGES.get(library, library) for library in libraries})


def main() -> int:
    """For `make`: 0 where a window can open; installs what is missing where it may (root, apt)."""
    missing = missing_libraries() if has_screen() else []
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(packages(missing))
    reason = problem()
    if reason:
        print(reason, file=sys.stderr)  # noqa: T201
    return 1 if reason else 0


def _install(names: Sequence[str]) -> None:
    """Let apt install packages; what it could not shows in the next look."""
    print(f"Installing what Qt needs: {' '.join(names)}", file=sys.stderr)  # noqa: T201
    unasked = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *names]):
        subprocess.run(["apt-get", "-qq", *command], env=unasked, stdout=subprocess.DEVNULL, check=False)  # noqa: S607


def _screens() -> list[str]:
    """Qt's plugins for the screens that are here, as file names."""
    asked = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if asked:
        return [f"libq{asked}*.so"]
    there = {"libqxcb.so": "DISPLAY", "libqwayland*.so": "WAYLAND_DISPLAY"}
    return [plugin for plugin, screen in there.items() if os.environ.get(screen)]


def _files(*patterns: str) -> list[Path]:
    """Files of the Qt that came with PySide6."""
    spec = importlib.util.find_spec("PySide6")
    folders = [Path(folder) / "Qt" for folder in (spec.submodule_search_locations or [])] if spec else []
    return [file for folder in folders for pattern in patterns for file in folder.glob(pattern)]


def _unresolved(*files: Path) -> set[str]:
    """Libraries that the files need and the system's loader does not find, with those of a bundle beside the system's."""
    folders = [str(own_libraries() or ""), os.environ.get("LD_LIBRARY_PATH", "")]
    env = os.environ | {"LD_LIBRARY_PATH": os.pathsep.join(filter(None, folders))}
    command = ["ldd", *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env=env).stdout
    return {line.split()[0] for line in said.splitlines() if line.endswith("not found")}


if __name__ == "__main__":
    sys.exit(main())
