"""How the studio starts another process of itself: from its sources, from an installation, from a bundle."""

import sys
from pathlib import Path


def is_bundle() -> bool:
    """Whether this is the program that PyInstaller makes (`make bundle`), which has no Python beside it."""
    return bool(getattr(sys, "frozen", False))


def own_libraries() -> Path | None:
    """The folder of the shared libraries that a bundle brings along; None where the system's are used."""
    return Path(sys._MEIPASS) if is_bundle() else None  # type: ignore[attr-defined]


def module_command(module: str) -> list[str]:
    """The command that runs a module of the studio in a process of its own; its arguments are added at the end."""
    if is_bundle():
        return [sys.executable, "-m", module]  # as bundle/start.py reads it
    return [sys.executable, "-P", "-m", module]  # -P: Python files in the current folder are no part of the program


def program_command() -> list[str]:
    """The command that starts the studio from anywhere, by whole paths; the one that was installed for people, if any."""
    script = Path(sys.executable).with_name("ganstudio")
    if is_bundle():
        return [sys.executable]
    return [str(script)] if script.is_file() else module_command("ganstudio")
