import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import torch
from ganstudio_plugins.dcgan import DCGAN
from ganstudio_plugins.gan import GAN
from ganstudio_plugins.unpaired import CUT
from PIL import Image

from ganstudio import __version__
from ganstudio.api.architecture import Networks
from ganstudio.api.schedule import Plan, Stage
from ganstudio.core.devices import chance_lock
from ganstudio.core.errors import GanStudioError
from ganstudio.explore.latents import generate_pictures
from ganstudio.explore.nearest_neighbours import Neighbours, find_nearest, newest_samples
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import Tiny, TinyOptions, make_pictures
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import _typical_side, create_run, plan_run
from ganstudio.train.request import TrainRequest
from tests.train.exact import listen
from tests.train.growing import TinyGrowing

CATALOG = Catalog({made.id: made for made in (DCGAN(), GAN(), TinyGrowing())})


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return make_pictures(tmp_path / "my pictures", 5)  # 40 pixels high


def make(folder: Path, data: Path, **given: Any) -> Run:
    plain: dict[str, Any] = {"architecture": "dcgan", "data": data, "device": "cpu"}
    return create_run(folder, CATALOG, TrainRequest(**(plain | given)))


def test_all_that_is_not_given_is_chosen_and_written_down(tmp_path: Path, pictures: Path) -> None:
    spec = make(tmp_path / "run", pictures).spec
    assert (spec.size, spec.device, spec.seed, spec.mirror, spec.version) == (32, "cpu", 0, False, __version__)
    assert spec.options == DCGAN().Options().model_dump()
    assert spec.latent == 100
    assert spec.plan == Plan((Stage(32, 64, spec.images),))
    assert 150_000 < spec.images < 2_000_000
    assert spec.sample_every * 50 < spec.images < spec.sample_every * 70
    assert spec.save_every * 5 <= spec.images


def test_what_is_given_is_taken(tmp_path: Path, pictures: Path) -> None:
    given: dict[str, Any] = {"size": 64, "images": 5000, "batch": 16, "seed": 7, "mirror": True, "options": {"width": "16"}}
    spec = make(tmp_path / "run", pictures, **given).spec
    assert (spec.size, spec.images, spec.seed, spec.mirror) == (64, 5000, 7, True)
    assert spec.plan == Plan((Stage(64, 16, 5000),))
    assert spec.options["width"] == 16


def test_a_batch_is_kept_in_proportion_over_the_stages(tmp_path: Path, pictures: Path) -> None:
    spec = make(tmp_path / "run", pictures, architecture="growing", images=96, batch=32).spec
    assert [stage.batch for stage in spec.plan.stages] == [32, 16]


def test_small_pictures_are_not_blown_up_where_there_is_a_smaller_size(tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "small").mkdir()
    Image.new("RGB", (20, 20), "red").save(tmp_path / "small" / "one.png")
    assert make(tmp_path / "gan", tmp_path / "small", architecture="gan").spec.size == 16
    assert make(tmp_path / "dcgan", tmp_path / "small").spec.size == 32


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"architecture": "dcgn"}, "did you mean dcgan"),
        ({"size": 48}, r"DCGAN has no size 48; it has 32, 64, 128 pixels"),
        ({"options": {"widht": 3}}, "did you mean width"),
        ({"options": {"width": 3}}, "“width” of DCGAN is 3"),
        ({"options": {"objective": "kinder"}}, "“objective” of DCGAN"),
        ({"device": "tpu"}, "no device “tpu”"),
        ({"images": 0}, "at least one picture"),
        ({"images": -5}, "at least one picture"),
        ({"batch": 0}, "at least one picture"),
    ],
)
def test_mistakes_are_one_sentence_and_leave_no_folder(
    given: dict[str, Any], sentence: str, tmp_path: Path, pictures: Path
) -> None:
    with pytest.raises(GanStudioError, match=sentence):
        make(tmp_path / "run", pictures, **given)
    assert not (tmp_path / "run").exists()


def test_a_folder_without_pictures_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(GanStudioError, match="no pictures"):
        make(tmp_path / "run", tmp_path / "empty")


def test_what_was_made_can_be_trained(tmp_path: Path, pictures: Path) -> None:
    run = make(tmp_path / "חתולים 猫 🐈", pictures, images=64, batch=8, options={"width": 8})
    listen(run, CATALOG)
    assert run.state == "done"


def test_a_shape_is_kept_from_the_pictures_to_the_results(tmp_path: Path) -> None:
    """Squeezed while it trains, drawn out on the sheet and in each new picture."""
    catalog = Catalog({"tiny": Tiny()})
    data = make_pictures(tmp_path / "pictures", 12)
    run = create_run(
        tmp_path / "run", catalog, TrainRequest(architecture="tiny", data=data, size=16, aspect=1.5, images=16, device="cpu")
    )
    list(train_in_thread(run, catalog, stop=threading.Event()))
    with Image.open(run.samples()[-1][1]) as sheet:
        assert sheet.size == (8 * 24, 8 * 16)
    assert generate_pictures(run, catalog, count=2).shape == (2, 16, 24, 3)
    assert newest_samples(run).shape == (64, 16, 24, 3)
    (*_, found) = find_nearest(run, stop=threading.Event())
    assert isinstance(found, Neighbours)
    with pytest.raises(GanStudioError, match="any shape"):
        create_run(
            tmp_path / "no", Catalog({"cut": CUT()}), TrainRequest(architecture="cut", data=data, aspect=1.5, device="cpu")
        )


class Watchful(Tiny):
    """Tiny, which looks whether another thread could draw random numbers while its networks are made."""

    free: bool | None = None

    def build(self, options: TinyOptions, size: int, channels: int) -> Networks:
        with ThreadPoolExecutor() as threads:
            self.free = threads.submit(chance_lock.acquire, blocking=False).result()
        return super().build(options, size, channels)


def test_planning_draws_from_nobodys_chance(pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio.train.planner.precision", lambda device: "float32")  # not measured once more
    watchful = Watchful()
    before = torch.get_rng_state()
    plan_run(Catalog({"tiny": watchful}), TrainRequest(architecture="tiny", data=pictures, device="cpu"))
    assert torch.get_rng_state().equal(before) and watchful.free is False


def test_a_thread_that_draws_is_not_disturbed_by_planning(pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio.train.planner.precision", lambda device: "float32")
    drawing, over = threading.Event(), threading.Event()

    def draw() -> list[float]:
        drawn: list[float] = []
        while not over.is_set() or len(drawn) < 100:
            with chance_lock:  # as each step of a training holds it
                drawn.append(float(torch.rand(())))
            drawing.set()
        return drawn

    torch.manual_seed(5)
    with ThreadPoolExecutor() as threads:
        drawn = threads.submit(draw)
        drawing.wait()
        try:
            plan_run(CATALOG, TrainRequest(architecture="dcgan", data=pictures, device="cpu"))
        finally:
            over.set()
    torch.manual_seed(5)
    assert drawn.result() == [float(torch.rand(())) for _ in drawn.result()]


def test_a_picture_of_no_safe_format_is_not_even_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "drawing.png"
    file.write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 500 500\n%%EndComments\n")
    assert _typical_side((file,)) == 0
