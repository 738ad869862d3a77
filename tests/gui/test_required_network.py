"""A training that needs a network of others: two ways on before Start, a fetch that stops and goes on, and no third way."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from pytestqt.qtbot import QtBot

from ganstudio.api.architecture import RequiredNetwork
from ganstudio.api.options import option
from ganstudio.core import vgg16
from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.train.page import TrainPage
from ganstudio.testing.synthetic import Tiny, TinyOptions, make_pictures
from ganstudio.train.planner import plan_run
from ganstudio.train.request import TrainRequest
from tests.test_perceptual import CONTENT, SHA256, address, cache, server  # noqa: F401

_LONG = 60_000


class TaughtOptions(TinyOptions):
    judge: Literal["VGG-16", "itself"] = option("VGG-16", "Who judges.")


class Taught(Tiny):
    """A tiny one that learns by a network of others, or without."""

    id = "taught"
    title = "Taught"
    Options = TaughtOptions

    def required_network(self, options: TinyOptions) -> RequiredNetwork | None:
        judge = TaughtOptions.model_validate(options.model_dump()).judge
        return RequiredNetwork("VGG-16", {"judge": "itself"}) if judge == "VGG-16" else None


@pytest.fixture
def page(context: AppContext, qtbot: QtBot, tmp_path: Path, cache: Path) -> Iterator[TrainPage]:  # noqa: F811
    context.catalog = replace(context.catalog, architectures={"taught": Taught(), "tiny": Tiny()})
    made = TrainPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.setup.architecture.setCurrentIndex(made.setup.architecture.findData("taught"))
    made.take_folder(make_pictures(tmp_path / "pictures", 30))
    qtbot.waitUntil(lambda: made.setup.folder is not None and made.setup.form is not None, timeout=_LONG)
    made.setup.architecture.setCurrentIndex(made.setup.architecture.findData("taught"))
    yield made
    made.session.leave()


def test_learning_without_it_is_one_button(page: TrainPage) -> None:
    box, setup = page.setup.needed, page.setup
    assert box.isVisible() and "VGG-16" in box.words.text() and box.without.isVisible()
    assert box.fetch.isVisible() and box.fetch.text() == "Fetch it (528 MB)"
    assert not setup.start.isEnabled() and not setup.queue.isEnabled()
    page.start()
    assert page.session.run is None and "VGG-16" in setup.chosen.notice.words()
    box.without.click()
    assert not box.isVisible() and setup.start.isEnabled() and setup.request().options["judge"] == "itself"
    setup.architecture.setCurrentIndex(setup.architecture.findData("tiny"))
    assert not box.isVisible() and setup.start.isEnabled()


def test_it_is_fetched_from_here_and_what_fails_is_said(
    page: TrainPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, address: str, cache: Path  # noqa: F811
) -> None:  # fmt: skip
    box = page.setup.needed
    there = partial(vgg16.fetch, address=address, size=len(CONTENT))
    monkeypatch.setattr(vgg16, "fetch", partial(there, sha256="0" * 64))
    box.fetch.click()
    assert box.share.isVisible() and box.stop.isVisible() and not box.without.isVisible() and not box.fetch.isVisible()
    qtbot.waitUntil(lambda: "its SHA-256 is" in box.words.text() and box.fetch.isVisible(), timeout=_LONG)
    assert box.without.isVisible() and not page.setup.start.isEnabled()
    monkeypatch.setattr(vgg16, "fetch", partial(there, sha256=SHA256))
    box.fetch.click()
    qtbot.waitUntil(page.setup.start.isEnabled, timeout=_LONG)
    assert cache.exists() and not box.isVisible() and page.setup.request().options["judge"] == "VGG-16"


def test_a_fetch_that_was_stopped_is_gone_on_with(page: TrainPage, qtbot: QtBot, cache: Path) -> None:  # noqa: F811
    part = cache.with_name(f"{cache.name}.part")
    part.parent.mkdir(parents=True)
    part.write_bytes(CONTENT[:1000])
    page.setup.needed.need_changed.emit()
    assert page.setup.needed.fetch.text() == "Go on fetching it (528 MB)"


def test_a_file_that_the_settings_name_is_seen_at_once(page: TrainPage, context: AppContext, tmp_path: Path) -> None:
    (tmp_path / "mine.pth").touch()
    context.change(vgg16=str(tmp_path / "mine.pth"))
    assert not page.setup.needed.isVisible() and page.setup.start.isEnabled()


def test_a_command_is_told_both_ways_in_one_sentence(context: AppContext, tmp_path: Path, cache: Path) -> None:  # noqa: F811
    catalog = replace(context.catalog, architectures={"taught": Taught()})
    pictures = make_pictures(tmp_path / "pictures", 30)
    with pytest.raises(GanStudioError, match=r"^The network VGG-16 is not at .*: fetch it .*-o judge itself.*without it\.$"):
        plan_run(catalog, TrainRequest(architecture="taught", data=pictures))
    assert (
        plan_run(catalog, TrainRequest(architecture="taught", data=pictures, options={"judge": "itself"})).options["judge"]
        == "itself"
    )
