"""`ganstudio check`: what is said of a folder, and the working copy that `--fix` makes."""

import json
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.cli import run
from ganstudio.testing.synthetic import make_pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five discs of 40 pixels, two copies, a torn file."""
    place = make_pictures(tmp_path / "pictures", 5)
    (place / "kept").mkdir()
    for name in ("again.png", "kept/once more.png"):
        (place / name).write_bytes((place / "000.png").read_bytes())
    (place / "torn.png").write_bytes((place / "000.png").read_bytes()[:60])
    return place


def test_findings_are_told_with_a_few_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(folder), "--size", "41"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("7 pictures; all 40 pixels on the shorter side; ")
    assert said[1:3][0] == "✗ 1 file cannot be read." and "torn.png is damaged" in said[2]
    assert "    000.png = again.png = kept/once more.png" in said
    tiny = said.index("! 7 pictures are smaller than 41 pixels and would be blurred: better left out, or train smaller.")
    assert said[tiny + 1 : tiny + 5] == ["    000.png", "    001.png", "    002.jpg", "    and 4 more"]
    run(["check", str(folder), "--size", "32"])
    assert "smaller" not in capsys.readouterr().out


def test_a_working_copy_is_made_and_gone_on_with(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    wanted = ["check", str(folder), "--size", "32", "--fix", str(tmp_path / "out"), "--aspect", "3:4"]
    for _ in range(2):
        assert run(wanted) == 0
        said = capsys.readouterr().out.splitlines()[-1]
        assert said == f"{tmp_path / 'out'} has 5 pictures now, 3 files left out; the originals are as they were."
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before
    sizes = set()
    for file in (tmp_path / "out").glob("0*"):
        with Image.open(file) as image:
            sizes.add(image.size)
    assert sizes == {(30, 40)}
    assert run([*wanted, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["working_copy"] == {"folder": str(tmp_path / "out"), "pictures": 5, "left_out": 3}
    assert [finding["name"] for finding in row["findings"]] == ["broken", "few", "copies"]
    assert row["findings"][2]["groups"] == [["000.png", "again.png", "kept/once more.png"]]


def test_mistakes_are_one_sentence(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(folder), "--fix", str(folder / "out")]) == 1
    assert capsys.readouterr().err.startswith("ganstudio: The working copy cannot lie in ")
    assert run(["check", str(folder), "--fix", str(tmp_path / "out"), "--size", "64"]) == 1
    assert "is left out; keep some" in capsys.readouterr().err
    for shape in ("3", "0:2", "wide", "2:1:1", "nan:1"):
        assert run(["check", str(folder), "--fix", str(tmp_path / "out"), "--aspect", shape]) == 2
        assert "is no shape" in capsys.readouterr().err
    assert run(["check", str(folder), "--aspect", "3:2"]) == 2
    assert not (tmp_path / "out").exists()


def test_what_belongs_to_a_working_copy_is_refused_without_one(tmp_path: Path) -> None:
    make_pictures(tmp_path / "pictures", 3)
    assert run(["check", str(tmp_path / "pictures"), "--ground", "black"]) == 2
    assert run(["check", str(tmp_path / "pictures"), "--aspect", "3:2"]) == 2
