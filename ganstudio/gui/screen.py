"""Whether a window can open here: is there a screen, and does the system have what Qt needs? Asked without importing Qt."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

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
    missing = missing_libraries()
    if missing:
        return f"Qt needs libraries that this system lacks; install them with: {command(missing)}"
    return None


def has_screen() -> bool:
    """Whether there is a screen, or a stand-in for one that was asked for."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def missing_libraries() -> list[str]:
    """The shared libraries that Qt's window needs and the system lacks; empty on other systems than Linux."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM") or not shutil.which("ldd"):
        return []
    name = "libqwayland.so" if os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("DISPLAY") else "libqxcb.so"
    spec = importlib.util.find_spec("PySide6")
    folders = [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []
    plugins = [file for folder in folders for file in folder.glob(f"Qt/plugins/platforms/{name}")]
    files = plugins + [file for folder in folders for file in folder.glob("Qt/lib/libQt6Gui.so.6")]
    return sorted({library for file in files for library in _unresolved(file)})


def command(libraries: Sequence[str]) -> str:
    """What to type so that the libraries come; on systems without apt their names."""
    if not shutil.which("apt-get"):
        return f"your package manager ({', '.join(libraries)})"
    return "sudo apt install " + " ".join(packages(libraries))


def packages(libraries: Sequence[str]) -> list[str]:
    """Debian's packages that hold the libraries."""
    return sorted({PACKAGES.get(library, library) for library in libraries})


def main() -> int:
    """For `make run`: 0 where a window can open; installs what is missing where it may (root, apt)."""
    missing = missing_libraries() if has_screen() else []
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing what Qt needs: {' '.join(packages(missing))}", file=sys.stderr)  # noqa: T201
        subprocess.run(["apt-get", "update", "-qq"], check=False)  # noqa: S607
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages(missing)], check=False)  # noqa: S607
    reason = problem()
    if reason:
        print(reason, file=sys.stderr)  # noqa: T201
    return 1 if reason else 0


def _unresolved(file: Path) -> list[str]:
    said = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout  # noqa: S607
    return [line.split()[0] for line in said.splitlines() if line.endswith("not found")]


if __name__ == "__main__":
    sys.exit(main())
