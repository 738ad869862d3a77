"""`generate`, `film`, `card` and `export` on a tiny training."""

import json
from pathlib import Path

import pytest

from ganstudio.cli import run
from ganstudio.testing.synthetic import make_pictures


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short training."""
    home = tmp_path_factory.mktemp("trained")
    data = make_pictures(home / "pictures", 12)
    size = ["--size", "32", "--images", "64", "--batch", "8", "-o", "width", "8", "--device", "cpu"]
    assert run(["train", str(data), "--arch", "dcgan", "--run", str(home / "my run"), *size]) == 0
    return home / "my run"


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_sets_in_folders(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["generate", str(folder), "--out", str(tmp_path / "set"), "--count", "2", "--sets"]) == 0
    assert str(tmp_path / "set" / "labels.csv") in capsys.readouterr().err
    assert len(list((tmp_path / "set" / "pictures").glob("*.png"))) == 2
    assert run(["generate", str(folder), "--out", str(tmp_path / "set"), "--sets", "--grid"]) == 2
    assert run(["generate", str(folder), "--out", str(tmp_path / "set"), "--label", "cats"]) == 1
    assert "does not tell kinds of pictures apart" in capsys.readouterr().err


def test_a_film(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "film.gif"
    assert run(["film", str(folder), "--out", str(out), "--seconds", "1", "--number", "64", "--caption", "--json"]) == 0
    assert [event["kind"] for event in said(capsys)][-2:] == ["saved", "finished"]
    assert out.read_bytes().startswith(b"GIF89a")
    assert run(["film", str(folder), "--out", str(out), "--number", "65"]) == 1
    assert "There is no picture 65" in capsys.readouterr().err


def test_a_card(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["card", str(folder)]) == 0
    assert "fill in your name" in capsys.readouterr().err
    assert "- Width: 8 (default 64)" in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert run(["card", str(folder), "--out", str(tmp_path / "card.md"), "--json"]) == 0
    assert said(capsys)[0]["path"] == str(tmp_path / "card.md")


def test_an_export(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", str(folder), "--out", str(tmp_path / "net.safetensors")]) == 0
    assert (tmp_path / "net.safetensors").is_file()
    assert run(["export", str(folder), "--out", str(tmp_path / "net.pt")]) == 1
    assert "“net.pt” does not" in capsys.readouterr().err
