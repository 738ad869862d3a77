"""The wheel holds the packages that pyproject.toml lists: no room of the code is left out of the list."""

import tomllib
from pathlib import Path

_TREE = Path(__file__).parents[1]


def test_every_room_is_listed() -> None:
    told = tomllib.loads((_TREE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    rooms = {
        name + "".join(f".{part}" for part in file.relative_to(_TREE / folder).parts[:-1])
        for folder, name in (("ganstudio", "ganstudio"), ("plugins", "ganstudio_plugins"))
        for file in (_TREE / folder).rglob("__init__.py")
    }
    assert sorted(told) == sorted({*rooms, "ganstudio.resources"})
