"""What the documentation names exists; names that moved are told of."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = {ROOT / name for name in re.findall(r"`((?:ganstudio|tests|benchmarks)/[\w/]+\.py)`", text)}
    linked = {page.parent / link.partition("#")[0] for link in re.findall(r"\]\((?!https?:|#)([^)\s]+)\)", text)}
    assert [str(file) for file in sorted(named | linked) if not file.exists()] == []


@pytest.mark.parametrize(("old", "new"), [("Style", "Style"), ("Players", "Networks"), ("Game", "AdversarialGAN")])
def test_a_plugin_for_the_former_names_is_told_the_new_ones(old: str, new: str) -> None:
    with pytest.raises(ImportError, match=f"write “from ganstudio.api import {new}”"):
        exec(f"from ganstudio import {old}")


def test_a_name_that_never_was_is_told_as_python_does() -> None:
    with pytest.raises(ImportError, match="cannot import name 'Stile'"):
        exec("from ganstudio import Stile")
