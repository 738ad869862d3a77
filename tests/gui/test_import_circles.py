"""No file of these rooms of the window imports itself by way of others, within functions or for types alone."""

import grimp
import pytest

ROOMS = ("app", "plugins", "queue", "settings", "train")


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("ganstudio", exclude_type_checking_imports=False)


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_imports_itself_by_way_of_others(imports: grimp.ImportGraph, room: str) -> None:
    circles = []
    for module in imports.find_descendants(f"ganstudio.gui.{room}"):
        reached = imports.find_upstream_modules(module)
        if any(module in imports.find_modules_directly_imported_by(each) for each in reached):
            circles.append(module)
    assert circles == []
