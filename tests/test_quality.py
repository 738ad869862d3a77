"""The benchmark of quality, tiny: it trains, measures, remembers and prints."""

from pathlib import Path

import pytest
import torch
from ganstudio_plugins.dcgan import DCGAN
from ganstudio_plugins.progressive import Progressive

from benchmarks import quality, sets
from benchmarks.contenders import CONTENDERS, TEXTBOOK, train
from benchmarks.judging import DATA, Result, judge, remembered
from benchmarks.sets import DataSet
from ganstudio.core.errors import GanStudioError
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import make_pictures

CATALOG = Catalog({"dcgan": DCGAN(), "progressive": Progressive()})


@pytest.fixture
def data(tmp_path: Path) -> DataSet:
    return DataSet("discs", make_pictures(tmp_path / "discs", 64))


@pytest.mark.proof
def test_a_contender_trains_its_whole_plan_in_its_seconds(data: DataSet, tmp_path: Path) -> None:
    name = "progressive"
    outcome = train(name, data, CATALOG, 3.0, tmp_path)
    run = Run.open(tmp_path / "runs" / f"discs {name}")
    assert run.images == outcome.images > 0
    assert run.spec.plan.stages[-1].resolution == 32  # whether it is reached in its seconds depends on what else runs here
    assert [folder.name for folder in run.folder.parent.iterdir()] == [run.folder.name]  # no rehearsal is left
    assert outcome.make(70).shape[0] == 70
    assert torch.equal(outcome.make(3), outcome.make(3))


@pytest.mark.proof
def test_the_textbook_is_measured_and_remembered_after_a_cut(data: DataSet, tmp_path: Path) -> None:
    pytest.importorskip("efficientnet_lite_pytorch", reason="the extra “metrics” is not installed")
    file = tmp_path / "results.jsonl"
    file.write_text('{"set": "discs", "contender": "gan"}\n{"set": "di')  # the writing was cut off

    def work() -> Result:
        return judge(TEXTBOOK, data, CATALOG, 0.3, tmp_path, count=16)

    key = {"set": "discs", "contender": TEXTBOOK}
    found = remembered(file, key, work)
    assert found["images"] > 0
    assert found["swd"] > 100 and found["kid"] > 100  # it has learnt nothing
    assert remembered(file, key, lambda: pytest.fail("it was known")) == found
    assert (tmp_path / f"discs {TEXTBOOK}.png").exists()
    alike = judge(DATA, data, CATALOG, 0, tmp_path, count=16)
    assert alike["swd"] < found["swd"] and alike["kid"] < found["kid"] and alike["recall"] > found["recall"]
    text = quality.table([{"contender": DATA, **alike}, found])
    assert "(×1.00)" in text and DATA in text


def test_contenders_that_are_missing_are_passed_over(
    data: DataSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(quality.results(data, ["gan", "nobody"], CATALOG, 0.1, tmp_path)) == []
    assert [line.split(" is left out: ")[0] for line in capsys.readouterr().out.splitlines()] == ["gan", "nobody"]


def test_every_contender_is_in_the_studio() -> None:
    from benchmarks.contenders import options_of
    from ganstudio.core.settings import Home, Settings
    from ganstudio.plugins.loader import load_catalog

    catalog = load_catalog(Home(), Settings(), safe_mode=True)
    assert all(each.preset is None or options_of(each, catalog) for each in CONTENDERS)


@pytest.mark.proof
def test_digits_are_read_and_counted(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    from benchmarks.digits import coverage, judge

    assert judge()[1] > 0.98
    drawn, numbers = sets.single_digits()
    which = torch.arange(60).repeat_interleave(3).view(20, 3, 3)[:, :, 0]
    samples = drawn[which.flatten()].view(20, 3, 32, 32)
    triples = {tuple(numbers[row].tolist()) for row in which}
    modes, divergence = coverage(samples)
    assert modes == len(triples)
    assert 3 < divergence < 7  # twenty at most of a thousand


def test_without_fashion_mnist_a_sentence_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match=r"dataset-fashion-mnist.*--fashion"):
        sets.fashion(tmp_path, tmp_path)
