"""The model card."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Measured, to_json
from ganstudio.explore.card import render_card, write_card
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run


def links(text: str, folder: Path) -> list[Path]:
    return [(folder / unquote(link)).resolve() for link in re.findall(r"!\[.*?\]\((.*?)\)", text)]


def test_it_says_what_was_trained(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    run._write(run.spec.model_copy(update={"options": {"width": 8}, "labels": ("a_b", "c")}))
    file = write_card(run, tiny_catalog)
    text = file.read_text(encoding="utf-8")
    assert file == run.folder / "MODEL_CARD.md"
    assert text.startswith("# my 火 run\n")
    for said in (
        "makes pictures of 8 × 8 pixels from noise: Tiny, after 400 pictures seen",
        r"The 13 pictures in “pictures”, each also mirrored. 2 kinds are told apart: a\_b, c.",
        "Pictures seen: 400, repeats included",
        "Device: cpu, float32",
        "### Settings other than the defaults\n\nNone.",
        "few pictures (13)",
        "Licence: (what others",
    ):
        assert said in text
    assert str(tmp_path) not in text
    assert links(text, run.folder) == [run.sample(400)]


def test_the_same_run_gives_the_same_text(run: Run, tiny_catalog: Catalog) -> None:
    first = write_card(run, tiny_catalog).read_bytes()
    assert write_card(Run.open(run.folder), tiny_catalog).read_bytes() == first


def test_what_the_author_wrote_stays(run: Run, tiny_catalog: Catalog) -> None:
    file = write_card(run, tiny_catalog)
    signed = file.read_text(encoding="utf-8").replace("(your name)", "Ada 火").replace("400 pictures", "400 paintings")
    file.write_text(signed, encoding="utf-8")
    again = write_card(run, tiny_catalog).read_text(encoding="utf-8")
    assert "Made by: Ada 火" in again and "paintings" not in again


def test_settings_and_measures(run: Run, tiny_catalog: Catalog) -> None:
    run._write(run.spec.model_copy(update={"options": {"width": 16}}))
    distances = zip(range(20, 401, 20), [*range(19, 4, -1), *range(1, 6)], strict=True)
    measured = [Measured(images, {"distance": distance, "odd": 0.123456}) for images, distance in distances]
    run.events_file.write_text("".join(to_json(event) + "\n" for event in measured), encoding="utf-8")
    text = render_card(run, tiny_catalog, run.folder)
    assert "- Width: 16 (default 8)" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert rows[0] == "| Pictures seen | distance | odd |"
    assert (rows[2], rows[-1], len(rows)) == ("| 20 | 19 | 0.1235 |", "| 400 | 5 | 0.1235 |", 2 + 8)
    assert "- distance: how far the samples are" in text and "- odd" not in text
    assert links(text, run.folder) == [run.sample(400), run.sample(300)]  # the best was measured after 320


def test_a_card_elsewhere_leads_to_the_samples(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    file = write_card(run, tiny_catalog, tmp_path / "my cards" / "card.md")
    assert links(file.read_text(encoding="utf-8"), file.parent) == [run.sample(400)]


def test_another_file_is_not_replaced(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine")
    with pytest.raises(GanStudioError, match=r"notes\.md is in the way"):
        write_card(run, tiny_catalog, tmp_path / "notes.md")
    assert (tmp_path / "notes.md").read_text() == "mine"
    with pytest.raises(GanStudioError, match="could not be written to"):
        write_card(run, tiny_catalog, tmp_path / "notes.md" / "card.md")
