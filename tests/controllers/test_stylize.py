"""The state of the Stylize page without Qt: what is open, what is edited, what can be done, what is kept of it."""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.session_state import SessionState
from ganstudio.images.picture import Picture
from ganstudio.plugins import crash_markers
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.preview_pyramid import PreviewPyramid

if TYPE_CHECKING:
    from ganstudio.gui.stylize.opened_picture import OpenedPicture

SAMPLE = Path("/sample.jpg")
OIL, PENCIL = Look(layers=(Layer(style="oil"),)), Look(layers=(Layer(style="pencil"),))


@dataclass
class Opened:
    """What a page opens, without its images for the screen."""

    pyramid: PreviewPyramid
    video: object = None
    number: int = 0
    picture: Picture = field(init=False)

    def __post_init__(self) -> None:
        self.picture = self.pyramid.picture


def opened(file: Path | None, *, film: bool = False) -> "OpenedPicture":
    picture = Picture(np.zeros((4, 6, 3), np.uint8), source=file)
    return cast("OpenedPicture", Opened(PreviewPyramid(picture), video=object() if film else None))


@pytest.fixture(scope="module")
def catalog(bundled: Catalog) -> Catalog:
    return bundled


@pytest.fixture
def state(catalog: Catalog) -> StylizeController:
    return StylizeController(lambda: catalog, SAMPLE)


@pytest.mark.parametrize("name", ["stylize.controller", "stylize.session_state", "library.controller"])
def test_the_state_of_a_page_needs_no_qt(name: str) -> None:
    program = (
        f"import sys, ganstudio.gui.{name}; sys.exit(any(each.startswith(('PySide6', 'torch')) for each in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_can_be_done_follows_from_what_is_open_and_from_the_look(state: StylizeController) -> None:
    heard: list[bool] = []
    state.changed.connect(lambda: heard.append(state.actions().save))
    assert not state.actions().save and state.render_input() is None
    state.editing.adopt(OIL)
    assert heard and heard[-1] and state.actions().undo and not state.actions().redo
    state.show(opened(Path("/one.png")))
    assert state.picture is not None and state.render_input() == (state.pyramid, OIL) and not state.actions().film
    state.editing.toggle_layer(0, on=False)
    assert not state.actions().save and state.render_input() is None
    state.editing.undo()
    assert state.actions().save and state.actions().redo
    state.editing.adopt(Look(layers=(Layer(style="like-picture"),)))
    assert state.lacks_picture() and not state.actions().save
    state.editing.change_layer(options={"picture": "/painting.png"})
    assert not state.lacks_picture() and state.actions().save
    state.editing.adopt(Look(layers=(Layer(style="gone"),)))
    assert not state.lacks_picture()


def test_what_moves_is_not_painted_and_a_film_can_be_made(state: StylizeController) -> None:
    state.editing.adopt(OIL)
    state.show(opened(Path("/film.mp4"), film=True))
    assert state.actions().film and state.pyramid is not None
    state.move("film")
    assert state.pyramid is None and state.picture is None and state.actions().film
    state.move("live")
    assert not state.actions().film
    state.show(opened(None))
    assert state.pyramid is not None and not state.actions().film


def test_each_file_has_its_look_and_the_sample_is_no_file_of_the_artist(state: StylizeController) -> None:
    state.show(opened(SAMPLE))
    assert state.own_file is None
    one, two = Path("/one.png"), Path("/two.png")
    state.show(opened(one))
    state.editing.adopt(OIL)
    state.show(opened(two))
    state.editing.adopt(PENCIL)
    assert state.own_file == two
    state.show(opened(one))
    assert state.editing.look == OIL
    state.editing.undo()
    assert state.looks.own_looks() == {one: Look(layers=()), two: PENCIL}


def test_several_files_are_a_strip_and_one_is_none(state: StylizeController) -> None:
    heard: list[tuple[Path, ...]] = []
    state.files_changed.connect(lambda: heard.append(state.files))
    files = (Path("/one.png"), Path("/two.png"))
    state.show_files(files)
    assert state.actions().save_all == 2
    state.show_files(files[:1])
    assert heard == [files, ()] and state.actions().save_all == 0


def test_a_session_comes_back_and_says_what_is_missing(catalog: Catalog, tmp_path: Path) -> None:
    files = [tmp_path / "one.png", tmp_path / "two.png"]
    for file in files:
        file.touch()
    first, another = (StylizeController(lambda: catalog, SAMPLE) for _ in range(2))
    kept, other = (SessionState(tmp_path / "session.json", each) for each in (first, another))
    assert kept.claim() and not other.claim()
    assert kept.read() is None
    kept.start()
    first.show_files(files)
    first.show(opened(files[1]))
    first.editing.adopt(PENCIL)
    assert kept.wants_writing() and not other.wants_writing()
    kept.write(kept.session())
    kept.release()
    assert not kept.wants_writing()

    files[0].unlink()
    second = StylizeController(lambda: catalog, SAMPLE)
    again = SessionState(tmp_path / "session.json", second)
    assert again.claim()
    session = again.read()
    assert session is not None
    restored = again.restore(session, catalog)
    assert (restored.current, restored.missing, restored.problems) == (files[1], (files[0],), ())
    assert second.files == tuple(files) and second.editing.look == PENCIL
    again.release()


def test_pictures_that_are_away_are_not_forgotten(catalog: Catalog, tmp_path: Path) -> None:
    state = StylizeController(lambda: catalog, SAMPLE)
    session = SessionState(tmp_path / "session.json", state)
    assert session.claim()
    state.show_files([tmp_path / "one.png", tmp_path / "two.png"])
    restored = session.restore(session.session(), catalog)
    assert restored.current is None and not session.wants_writing()
    state.show(opened(SAMPLE))
    assert not session.wants_writing()
    state.show(opened(tmp_path / "three.png"))
    assert session.wants_writing()
    session.release()


def test_a_session_that_ended_the_program_twice_is_put_aside(catalog: Catalog, tmp_path: Path) -> None:
    code = "import sys, pathlib; from ganstudio.plugins import crash_markers as m; m.leave_marker(pathlib.Path(sys.argv[1]))"
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code, str(tmp_path / "sessions")], check=True)
    session = SessionState(tmp_path / "session.json", StylizeController(lambda: catalog, SAMPLE))
    session.file.write_text("{}", encoding="utf-8")
    assert session.claim()
    with pytest.raises(GanStudioError, match="ended twice"):
        session.read()
    assert not session.file.exists() and not crash_markers.find_left_markers(tmp_path / "sessions")
    session.release()
