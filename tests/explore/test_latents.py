"""New pictures from a trained generator."""

import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from ganstudio_plugins.progressive import Progressive
from PIL import Image

from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Finished, Saved, TileDone
from ganstudio.explore.latents import generate, generate_pictures, make_grid
from ganstudio.explore.trained_networks import load_generator
from ganstudio.images.open import open_picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import Tiny
from tests.train.exact import Trial, listen


def make(
    run: Run, catalog: Catalog, out: Path, count: int = 3, seed: int = 0, *, grid: bool = False, label: str | None = None
) -> list[Event]:
    stop = threading.Event()
    return list(generate(run, catalog, out=out, count=count, seed=seed, grid=grid, label=label, device="cpu", stop=stop))


def saved(events: list[Event]) -> list[Path]:
    return [Path(event.path) for event in events if isinstance(event, Saved)]


def label_in(file: Path) -> str:
    with Image.open(file) as image:
        return str(json.loads(image.info["GAN Studio"])["label"])


def pixels(file: Path) -> np.ndarray:
    return open_picture(file).pixels


def test_numbered_pictures_with_their_origin_inside(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    events = make(run, tiny_catalog, tmp_path / "out", seed=7)
    files = saved(events)
    assert [file.name for file in files] == ["0001.png", "0002.png", "0003.png"]
    assert events[-1] == Finished(400, "done")
    with Image.open(files[2]) as image:
        assert image.size == (8, 8)
        note = json.loads(image.info["GAN Studio"])
    assert note == note | {"run": "my 火 run", "architecture": "tiny", "images": 400, "seed": 7, "number": 2, "label": None}


def test_seed_and_number_decide_the_picture_whatever_the_count(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    few, many = (saved(make(run, tiny_catalog, tmp_path / str(count), count)) for count in (2, 9))
    for one, other in zip(few, many, strict=False):
        assert np.array_equal(pixels(one), pixels(other))
    array = generate_pictures(run, tiny_catalog, 9, 0, "cpu")
    assert array.shape == (9, 8, 8, 3) and array.dtype == np.uint8
    assert all(np.array_equal(made, pixels(file)) for made, file in zip(array, many, strict=True))
    assert len({made.tobytes() for made in array}) == 9
    assert not np.array_equal(array[0], generate_pictures(run, tiny_catalog, 1, 1, "cpu")[0])


def test_it_is_the_averaged_generator(run: Run, tiny_catalog: Catalog) -> None:
    last = checkpoint.load_latest(run.checkpoints)
    assert last
    for name, weight in load_generator(run, tiny_catalog, "cpu").network.state_dict().items():
        assert weight.equal(last.tensors[f"ema.{name}"])


def test_nothing_is_overwritten(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = saved(make(run, tiny_catalog, out, 2))
    before = first[0].read_bytes()
    (out / "0007.png").write_bytes(b"the artist's own")
    assert [file.name for file in saved(make(run, tiny_catalog, out, 2, seed=1))] == ["0008.png", "0009.png"]
    assert first[0].read_bytes() == before
    assert (out / "0007.png").read_bytes() == b"the artist's own"


def test_one_sheet(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    events = make(run, tiny_catalog, tmp_path / "sheet.png", 5, grid=True)
    assert [event for event in events if isinstance(event, TileDone)] == [TileDone(done, 5) for done in range(1, 6)]
    assert saved(events) == [tmp_path / "sheet.png"]
    page = pixels(tmp_path / "sheet.png")
    assert page.shape == (16, 24, 3)
    assert np.array_equal(page[8:, :8], generate_pictures(run, tiny_catalog, 4, 0, "cpu")[3])
    assert saved(make(run, tiny_catalog, tmp_path / "sheet.png", 5, grid=True)) == [tmp_path / "sheet 2.png"]
    assert saved(make(run, tiny_catalog, tmp_path / "folder", 5, grid=True)) == [tmp_path / "folder" / "sheet.png"]


def test_a_single_picture_may_have_a_name(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    assert saved(make(run, tiny_catalog, tmp_path / "one.png", 1)) == [tmp_path / "one.png"]
    assert np.array_equal(pixels(tmp_path / "one.png"), generate_pictures(run, tiny_catalog, 1, 0, "cpu")[0])


def test_what_cannot_be_named_so_is_said(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match=r"“many\.png” is the name of one picture; name a folder"):
        make(run, tiny_catalog, tmp_path / "many.png", 2)
    with pytest.raises(GanStudioError, match=r"end the name in \.png"):
        make(run, tiny_catalog, tmp_path / "sheet.jpg", 2, grid=True)
    (tmp_path / "file").write_text("words")
    with pytest.raises(GanStudioError, match="is a file; name a folder"):
        make(run, tiny_catalog, tmp_path / "file", 2)
    with pytest.raises(GanStudioError, match=r"could not be saved to .*Not a directory"):
        make(run, tiny_catalog, tmp_path / "file" / "below", 2)


def test_a_run_without_a_checkpoint_says_what_to_do(tiny_catalog: Catalog, tmp_path: Path) -> None:
    fresh = Trial(Tiny(), 8).run(tmp_path / "new")
    with pytest.raises(GanStudioError, match="has saved nothing yet: let it learn for a while"):
        make(fresh, tiny_catalog, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_broken_newest_checkpoint_is_passed_over(run: Run, tiny_catalog: Catalog) -> None:
    newest = checkpoint.list_generations(run.checkpoints)[-1]
    newest.write_bytes(newest.read_bytes()[:-100])
    assert load_generator(run, tiny_catalog, "cpu").images < 400


def test_networks_that_differ_are_named(run: Run, tiny_catalog: Catalog) -> None:
    other = run.spec.model_copy(update={"options": {"width": 9}})
    run._write(other)
    with pytest.raises(GanStudioError, match="made by networks that differ from “tiny” as it is now"):
        load_generator(Run.open(run.folder), tiny_catalog, "cpu")


def test_stopping_keeps_what_is_made(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    stop, files = threading.Event(), []
    for event in generate(run, tiny_catalog, out=tmp_path / "out", count=50, device="cpu", stop=stop):
        if isinstance(event, Saved):
            files.append(event.path)
            if len(files) == 3:
                stop.set()
    assert event == Finished(400, "stopped")
    assert sorted(map(str, (tmp_path / "out").iterdir())) == files


def test_the_random_state_is_left_as_it_was(run: Run, tiny_catalog: Catalog) -> None:
    before = torch.random.get_rng_state()
    generate_pictures(run, tiny_catalog, 2, 0, "cpu")
    assert torch.random.get_rng_state().equal(before)


def test_a_growing_generator_works_where_its_training_stands(tmp_path: Path) -> None:
    plan = Plan((Stage(4, 8, 24), Stage(8, 8, 32, fade=32), Stage(16, 4, 64, fade=32)))
    trial = Trial(Progressive(), 16, {"width": 8, "latent": 8}, plan=plan, images=40)
    run = trial.run(tmp_path / "run")
    listen(run, trial.catalog)
    trained = load_generator(run, trial.catalog, "cpu")
    assert trained.network.level == 1 and trained.network.alpha == 0.5
    picture = trained.picture(0, 0)
    assert picture.shape == (16, 16, 3)
    assert np.array_equal(picture, picture[::2, ::2].repeat(2, 0).repeat(2, 1))  # 8 pixels, enlarged


def test_kinds_come_in_turn_or_as_asked(kinds: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    in_turn, dogs = (saved(make(kinds, tiny_catalog, tmp_path / str(label), 4, label=label)) for label in (None, "dogs 犬"))
    assert [label_in(file) for file in in_turn] == ["cats", "dogs 犬", "cats", "dogs 犬"]
    assert [label_in(file) for file in dogs] == ["dogs 犬"] * 4
    alike = [np.array_equal(pixels(one), pixels(other)) for one, other in zip(in_turn, dogs, strict=True)]
    assert alike == [False, True, False, True]


def test_an_unknown_kind_is_one_sentence(run: Run, kinds: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match=r"no label “cows” in .*; it has cats, dogs 犬\."):
        make(kinds, tiny_catalog, tmp_path / "out", label="cows")
    with pytest.raises(GanStudioError, match="does not tell kinds of pictures apart; leave the label “cats” out"):
        make(run, tiny_catalog, tmp_path / "out", label="cats")
    assert not (tmp_path / "out").exists()


def test_a_sheet_of_one_is_the_picture() -> None:
    picture = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    assert np.array_equal(make_grid([picture]), picture)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(GanStudioError, match=r"could not be saved to .*Permission denied"):
        make(run, tiny_catalog, tmp_path / "locked")
