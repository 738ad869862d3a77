"""A run touches nothing but what it wrote itself."""

import os
import shutil
import threading
from pathlib import Path

import pytest

from ganstudio.cli import run as command
from ganstudio.core.errors import GanStudioError
from ganstudio.runs.layout import generation_images, sheet_images
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.launch import train_in_process

_PARTS = ("samples", "checkpoints", "wishes", "earlier")


def options(folder: Path) -> list[str]:
    return ["--arch", "gan", "--run", str(folder), "-o", "width", "8", "--images", "96", "--size", "16", "--device", "cpu"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_pictures(tmp_path / "pictures", 9)


@pytest.fixture
def trained(tmp_path: Path, data: Path) -> Run:
    assert command(["train", str(data), *options(tmp_path / "run")]) == 0
    return Run.open(tmp_path / "run")


def theirs(folder: Path) -> dict[str, bytes]:
    """Files of somebody else, under names that look like a run's."""
    names = (
        "samples/0001.png",
        "samples/000000001.txt",
        "checkpoints/0001.pth",
        "checkpoints/0001.safetensors",
        "events.jsonl",
    )
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return {name: name.encode() for name in names}


def kept(folder: Path, files: dict[str, bytes]) -> bool:
    return all((folder / name).read_bytes() == content for name, content in files.items())


def test_a_training_wants_a_folder_of_its_own(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "of the artist"
    files = theirs(folder)
    assert command(["train", str(data), *options(folder)]) == 1
    assert "choose one that is new or empty" in capsys.readouterr().err
    monkeypatch.chdir(folder)
    assert command(["train", str(data), *options(Path())]) == 1
    assert kept(folder, files)
    assert sorted(part.name for part in folder.iterdir()) == ["checkpoints", "events.jsonl", "samples"]


def test_a_folder_that_a_file_manager_looked_at_is_empty(tmp_path: Path, spec: RunSpec) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / ".DS_Store").write_bytes(b"")
    assert Run.create(tmp_path / "new", spec).state == "new"
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(GanStudioError, match="is a file"):
        Run.create(tmp_path / "file", spec)


def test_files_put_among_a_run_s_own_stay(trained: Run) -> None:
    files = {name: content for name, content in theirs(trained.folder / "x").items() if "/" in name}
    for name, content in files.items():
        (trained.folder / name).write_bytes(content)
    for images in ("300", "500", "700", "900", "1100"):
        assert command(["resume", str(trained.folder), "--images", images]) == 0
    assert command(["resume", str(trained.folder), "--anew"]) == 0
    places = (trained.folder, trained.folder / "earlier" / "1")
    assert all(
        any(kept(place, {name: content}) for place in places if (place / name).exists()) for name, content in files.items()
    )


@pytest.mark.parametrize("part", [*_PARTS, "events.jsonl", "spec.json"])
def test_a_run_whose_part_is_a_link_is_refused(
    trained: Run, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("000000050.png", "000009999.png", "000000001.safetensors", f"{1:020d}-{'a' * 8}.json"):
        (outside / name).write_bytes(b"mine")
    target = outside if part in _PARTS else outside / part
    if part not in _PARTS:
        target.write_bytes((trained.folder / part).read_bytes())
    before = {file.name: file.read_bytes() for file in outside.iterdir()}
    if (trained.folder / part).exists():
        (trained.folder / part).rename(tmp_path / "aside")
    (trained.folder / part).symlink_to(target)
    assert command(["resume", str(trained.folder), "--images", "200"]) == 1
    assert "is a link to another place" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in outside.iterdir()} == before


def test_only_names_that_a_run_gives_count() -> None:
    assert sheet_images(Path("000000064.png")) == 64
    assert generation_images(Path("000000064.safetensors.undone")) == 64
    names = ("64.png", "000000064.PNG", "1².png", "٠٠٠٠٠٠٠٠١.png", "000000064 seed 3.png", f"{'9' * 40}.png")
    assert [sheet_images(Path(name)) for name in names] == [None] * len(names)
    others = ("0001.pth", "0001.safetensors", "000000064.safetensors.copy", "000000064.png")
    assert [generation_images(Path(name)) for name in others] == [None] * len(others)


@pytest.mark.parametrize("lost", ["folder", "cards", "tensors", "all"])
def test_a_training_whose_checkpoints_are_lost_does_not_begin_anew_by_itself(
    trained: Run, lost: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = {"folder": "*", "cards": "*.json", "tensors": "*.safetensors", "all": "*"}[lost]
    for file in trained.checkpoints.glob(gone):
        file.unlink()
    if lost == "folder":
        trained.checkpoints.rmdir()
    record = trained.events_file.read_bytes()
    sheets = [(sheet, sheet.read_bytes()) for _, sheet in trained.samples()]
    left = sorted(trained.checkpoints.glob("*"))
    assert command(["resume", str(trained.folder), "--images", "200"]) == 1
    assert "--anew" in capsys.readouterr().err
    assert trained.events_file.read_bytes().startswith(record)
    assert all(sheet.read_bytes() == content for sheet, content in sheets)
    assert sorted(trained.checkpoints.glob("*")) == left

    assert command(["resume", str(trained.folder), "--images", "200", "--anew"]) == 0
    assert (trained.folder / "earlier" / "1" / "events.jsonl").read_bytes().startswith(record)
    assert Run.open(trained.folder).images >= 200


@pytest.mark.parametrize("lost", ["*.json", "*"])
def test_sheets_and_tensors_stay_where_even_the_record_is_lost(
    trained: Run, lost: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (trained.events_file, *trained.checkpoints.glob(lost)):
        file.unlink()
    left = {file: file.read_bytes() for file in trained.folder.rglob("*") if file.suffix in (".png", ".safetensors")}
    for _ in range(2):  # the first time leaves a word of its failure behind
        assert command(["resume", str(trained.folder), "--images", "200"]) == 1
        assert "has seen 128 pictures" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in left} == left


@pytest.mark.proof
def test_a_copy_by_hard_links_stays_as_it_was(trained: Run, tmp_path: Path) -> None:
    (trained.folder / "output.log").write_text("said before", encoding="utf-8")
    copy = Path(shutil.copytree(trained.folder, tmp_path / "copy", copy_function=os.link))
    before = {file: file.read_bytes() for file in copy.rglob("*") if file.is_file()}
    list(train_in_process(trained, ["--safe-mode"], stop=threading.Event(), images=200))
    assert trained.images >= 200
    assert {file: file.read_bytes() for file in copy.rglob("*") if file.is_file()} == before


def test_what_another_one_trains_is_not_discarded(run: Run) -> None:
    with run.lock(), pytest.raises(GanStudioError):
        run.discard()
    assert Run.open(run.folder)
    run.discard()
    assert not run.folder.exists()


def test_a_broken_checkpoint_is_neither_forked_nor_begun_with(
    trained: Run, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in trained.checkpoints.glob("*.safetensors"):
        file.unlink()
    assert command(["fork", str(trained.folder), "--run", str(tmp_path / "forked")]) == 1
    assert "a part of it is missing" in capsys.readouterr().err
    assert command(["train", str(data), *options(tmp_path / "next"), "--from", str(trained.folder)]) == 1
    assert "a part of it is missing" in capsys.readouterr().err
    assert not (tmp_path / "forked").exists()
    assert not (tmp_path / "next").exists()


def test_names_that_no_file_can_have_are_one_sentence(
    trained: Run, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = tmp_path / ("a" * 300)
    for words in (
        ["train", str(data), *options(long)],
        ["train", str(long), *options(tmp_path / "new")],
        ["train", str(data), *options(tmp_path / "new"), "--from", str(long)],
        ["resume", str(long)],
        ["resume", str(trained.folder), "--data", str(long), "--images", "200"],
    ):
        assert command(words) == 1
        said = capsys.readouterr().err
        assert "Traceback" not in said
        assert len(said.splitlines()) == 1


def test_what_failed_before_the_first_picture_leaves_no_run(
    data: Path, trained: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "second"
    from_it = ["--arch", "r3gan", "--size", "32", "-o", "blocks", "1", "-o", "width", "16", "--from", str(trained.folder)]
    assert command(["train", str(data), *options(folder), *from_it]) == 1
    assert "Nothing of “run” fits" in capsys.readouterr().err
    assert not folder.exists()
    folder.mkdir()
    assert command(["train", str(data), *options(folder), *from_it]) == 1
    assert list(folder.iterdir()) == []
    assert command(["train", str(data), *options(folder)]) == 0


def test_weights_go_from_a_plain_training_to_one_that_tells_kinds_apart(trained: Run, tmp_path: Path) -> None:
    make_pictures(tmp_path / "kinds" / "a", 5)
    make_pictures(tmp_path / "kinds" / "b", 5)
    wanted = [*options(tmp_path / "second"), "--labels", "--from", str(trained.folder)]
    assert command(["train", str(tmp_path / "kinds"), *wanted]) == 0
    (told,) = [event.words for event in Run.open(tmp_path / "second").events() if event.kind == "changed"]
    assert "parts, the others begin anew" in told
