"""Folders of the tests' own: a home, a temporary folder, and a check that nothing was left outside of tmp_path."""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
_ROOT = "GANSTUDIO_TESTS_FOLDER"  # tells the processes of pytest-xdist where the first one made them
_OF_THE_SYSTEM = ("fontconfig", "mesa_shader_cache", "mesa_shader_cache_db")  # caches that its own libraries may write

_OF_LIBRARIES = (
    "pytest-of-",
    "torchinductor_",  # of torch: empty, one for all
    "pymp-",  # of multiprocessing, where a test kills a process
)


def use_own_folders() -> None:
    """Let this process and its children take folders for home and for temporary files that are empty at first."""
    if _ROOT not in os.environ:
        os.environ[_ROOT] = tempfile.mkdtemp(prefix="ganstudio-tests-")
        Path(os.environ[_ROOT]).chmod(0o755)  # a test looks into it as another user
    root = Path(os.environ[_ROOT])
    for name in ("home", "studio", "temporary"):
        (root / name).mkdir(exist_ok=True)
    for name in [name for name in os.environ if name.startswith("XDG_") and name.endswith("_HOME")]:
        del os.environ[name]
    os.environ |= dict.fromkeys(("HOME", "USERPROFILE"), str(root / "home"))
    os.environ |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(root / "temporary"))
    os.environ["GANSTUDIO_HOME"] = str(shared_home())
    tempfile.tempdir = str(root / "temporary")


def shared_home() -> Path:
    """The home for fixtures that many tests share."""
    return Path(os.environ[_ROOT]) / "studio"


def share_probe(known: Path, home: Path) -> None:
    """Copy what was measured of the machine (`probe.json`) from one home to another that does not know it."""
    source, target = known / "probe.json", home / "probe.json"
    if source.is_file() and not target.exists():
        part = target.with_suffix(f".{os.getpid()}")
        shutil.copy(source, part)
        part.replace(target)


def repository_files() -> set[Path]:
    """The files in the repository that git does not know and is not told to ignore; none where there is no git."""
    command = ["git", "-C", str(REPOSITORY), "ls-files", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return set()
    return {REPOSITORY / os.fsdecode(name) for name in listed.split(b"\0") if name}


def left_outside(before: set[Path]) -> list[str]:
    """What lies in the tests' home, in their temporary folder beside pytest's own, or in the repository anew."""
    root = Path(os.environ[_ROOT])
    return sorted(map(str, [*_left_in(root), *repository_files() - before]))


def _left_in(root: Path) -> Iterator[Path]:
    for path in (root / "home").rglob("*"):
        if path.is_file() and not set(_OF_THE_SYSTEM) & set(path.parts):
            yield path
    for path in (root / "temporary").iterdir():
        if not path.name.startswith(_OF_LIBRARIES):
            yield path


def remove_own_folders() -> None:
    """Take them away at the end of the process, after multiprocessing has taken its own away."""
    _unwanted.append(os.environ[_ROOT])


def _remove_unwanted() -> None:
    for folder in _unwanted:
        shutil.rmtree(folder, ignore_errors=True)


_unwanted: list[str] = []
atexit.register(_remove_unwanted)  # what is registered later is done earlier
