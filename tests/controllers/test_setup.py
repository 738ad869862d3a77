"""What a new training is to be: what is chosen, what is proposed from it, and why it cannot start."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from ganstudio_plugins.dcgan import ADGAN, DCGAN
from ganstudio_plugins.unpaired import CUT

from ganstudio.api.architecture import RequiredNetwork
from ganstudio.api.options import option
from ganstudio.core.errors import GanStudioError
from ganstudio.gui.train.examined_folder import ExaminedFolder
from ganstudio.gui.train.machine import Machine
from ganstudio.gui.train.setup_controller import SetupController
from ganstudio.plugins.catalog import Catalog
from ganstudio.testing.synthetic import Tiny, TinyOptions, make_pictures
from tests.controllers.session import Environment


def examined(folder: Path, *, sides: tuple[int, ...] = (32,), kinds: tuple[str, ...] = ()) -> ExaminedFolder:
    return ExaminedFolder(folder, tuple(sorted(folder.rglob("*.png"))), sides, kinds=kinds)


@pytest.fixture
def setup(tmp_path: Path) -> SetupController:
    made = SetupController(Environment())
    made.offer_architectures()
    made.take_folder(examined(make_pictures(tmp_path / "Bilder 图", 30)))
    made.choices.images = 100
    return made


def test_without_a_folder_or_an_architecture_nothing_starts_and_it_says_why() -> None:
    setup = SetupController(Environment(catalog=Catalog()))
    setup.offer_architectures()
    assert setup.architecture is None and setup.problem() == "Choose a folder of pictures first."
    with pytest.raises(GanStudioError, match="Choose a folder"):
        setup.request()


def test_pictures_that_were_there_before_the_plugins_are_proposed_for(tmp_path: Path) -> None:
    environment = Environment(catalog=Catalog())
    setup = SetupController(environment)
    setup.offer_architectures()
    setup.take_folder(examined(make_pictures(tmp_path / "few", 30)))
    assert setup.problem() == "No plugin has brought an architecture yet."
    environment.catalog = Catalog(architectures={"dcgan": DCGAN(), "adgan": ADGAN()})
    setup.offer_architectures()
    assert (setup.problem(), setup.architecture_id) == ("", "adgan") and "Few pictures" in setup.reason
    setup.choose_architecture("dcgan")
    setup.keep_architecture()
    setup.offer_architectures()  # loaded anew
    assert (setup.architecture_id, setup.reason) == ("dcgan", "")


def test_a_folder_gives_a_name_and_a_request(setup: SetupController, tmp_path: Path) -> None:
    assert setup.problem() == "" and setup.proposed_name.startswith("Bilder 图 ")
    request = setup.request()
    assert (request.architecture, request.data, request.size, request.images) == ("tiny", tmp_path / "Bilder 图", 32, 100)
    assert request.folder.name == setup.proposed_name and request.options == {"width": 8}
    setup.choices.name = "../elsewhere"
    with pytest.raises(GanStudioError, match="cannot be the name of a folder"):
        setup.request()
    setup.choices.name = " mine "
    assert setup.request().folder.name == "mine"


def test_what_does_not_suit_the_architecture_does_not_count(setup: SetupController, tmp_path: Path) -> None:
    setup.choices.photos, setup.choices.start, setup.choices.aspect = tmp_path / "photos", tmp_path / "other", 2.0
    setup.choices.labels = True
    request = setup.request()
    assert (request.photos, request.start, request.aspect, request.labels) == (None, tmp_path / "other", 2.0, False)
    setup.take_folder(examined(tmp_path / "Bilder 图", kinds=("cats", "dogs")))
    assert setup.has_kinds and setup.request().labels
    environment = Environment(catalog=Catalog(architectures={"cut": CUT()}))
    other = SetupController(environment)
    other.offer_architectures()
    other.take_folder(examined(tmp_path / "Bilder 图"))
    other.choices = replace(setup.choices)
    request = other.request()
    assert (request.photos, request.start, request.aspect, request.labels) == (tmp_path / "photos", None, 1.0, False)


def test_a_single_picture_is_to_give_a_style_and_a_folder_new_pictures(setup: SetupController, tmp_path: Path) -> None:
    goals = []
    for folder in (make_pictures(tmp_path / "one", 1), tmp_path / "Bilder 图"):
        assert setup.take_folder(examined(folder))
        goals.append(setup.goal)
    assert goals == ["style", "new"]
    assert not setup.take_folder(examined(tmp_path / "Bilder 图", sides=(64,)))  # the same one, looked through further


def test_sizes_and_lengths_suit_the_machine_but_what_was_chosen_by_hand_stays(setup: SetupController) -> None:
    told: list[str] = []
    setup.architecture_changed.connect(lambda: told.append("architecture"))
    setup.set_machine(Machine(16, 1e6, "cpu"))
    assert setup.size == 16 and setup.suggested_images == pytest.approx(1e6 / 16**2) and told == ["architecture"]
    setup.set_machine(Machine(16, 1e6, "cpu"))
    assert told == ["architecture"]
    setup.choose_size(8, by_hand=True)
    setup.set_machine(Machine(32, 1e6, "cpu"))
    assert setup.size == 8 and setup.request().size == 8


class JudgedOptions(TinyOptions):
    judge: Literal["VGG-16", "itself"] = option("VGG-16", "Who judges.")


class Judged(Tiny):
    """One that learns by a network of others, or without."""

    id = "judged"
    Options = JudgedOptions

    def required_network(self, options: TinyOptions) -> RequiredNetwork | None:
        judge = JudgedOptions.model_validate(options.model_dump()).judge
        return RequiredNetwork("VGG-16", {"judge": "itself"}) if judge == "VGG-16" else None


def test_a_missing_network_forbids_the_start_until_it_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganstudio.core.vgg16.vgg16", lambda: None)
    setup = SetupController(Environment(catalog=Catalog(architectures={"judged": Judged()})))
    setup.offer_architectures()
    setup.take_folder(examined(make_pictures(tmp_path / "pictures", 3)))
    assert setup.need is not None and "VGG-16" in setup.problem()
    setup.learn_without(setup.need.without)
    assert setup.problem() == "" and setup.request().options["judge"] == "itself"


def test_an_option_that_cannot_be_so_forbids_the_start_and_is_named(setup: SetupController) -> None:
    setup.set_options({"width": 65})
    assert "“width” of Tiny is 65" in setup.problem()
    setup.set_options({"width": 64})
    assert setup.problem() == "" and setup.request().options == {"width": 64}


def test_an_architecture_that_is_gone_gives_way_to_the_first(setup: SetupController) -> None:
    setup._environment.catalog = Catalog(architectures={"cut": CUT(), "judged": Judged()})
    setup.offer_architectures()
    assert setup.architecture_id == "cut" and setup.takes_photos and not setup.makes_pictures
