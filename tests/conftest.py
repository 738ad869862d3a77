"""What every test stands on: one torch thread, a home of its own, sample pictures."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.own_folders import (
    left_outside,
    remove_own_folders,
    repository_files,
    share_probe,
    shared_home,
    use_own_folders,
)

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"  # the tests read English
for name in ("LANGUAGE", "GANSTUDIO_LANGUAGE"):
    os.environ.pop(name, None)
use_own_folders()
_MUCH = 10_000  # objects that are new since garbage was collected
_BEFORE = pytest.StashKey[set[Path]]()

try:
    import PySide6.QtWidgets  # noqa: F401

    pytest_plugins = ["pytestqt.plugin"]
except ImportError:

    def pytest_addoption(parser: pytest.Parser) -> None:
        """Without Qt its settings mean nothing, and the tests of the window are skipped."""
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "for pytest-qt")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Remember what lay in the repository; of pytest-xdist's processes the first one does it for all."""
    if not hasattr(session.config, "workerinput"):
        session.config.stash[_BEFORE] = repository_files()


def pytest_collection_finish() -> None:
    """Collect garbage in the main thread alone, as the window does, and leave out what is imported: it stays."""
    gc.collect()
    gc.freeze()
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where the tests left anything outside of their tmp_path."""
    if _BEFORE not in session.config.stash:
        return
    left = left_outside(session.config.stash[_BEFORE])
    if left:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        assert reporter
        for line in ("\nTests left files outside of their tmp_path:", *left[:50]):
            reporter.write_line(line, red=True)
    elif session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        remove_own_folders()


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _collect_garbage() -> Iterator[None]:
    """Collect what a test leaves where it is much; a widget that a thread of a later test collects may never end."""
    yield
    if sum(gc.get_count()) > _MUCH:
        gc.collect()


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home that knows of this machine what an earlier test has measured: that takes seconds."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GANSTUDIO_HOME", str(home))
    share_probe(shared_home(), home)
    yield
    share_probe(home, shared_home())


@pytest.fixture
def samples() -> Path:
    """The bundled sample pictures."""
    import ganstudio.resources

    return Path(str(ganstudio.resources.__file__)).parent / "samples"


@pytest.fixture(scope="session")
def bundled() -> "Catalog":
    """The bundled styles and architectures; what a style has once loaded, such as its network, stays loaded."""
    from ganstudio.core.settings import Home, Settings
    from ganstudio.plugins.loader import load_catalog

    return load_catalog(Home(), Settings(), safe_mode=True)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished training of the smallest architecture; tests that change it take a copy."""
    from ganstudio.testing.synthetic import Tiny
    from tests.train.exact import Trial, listen

    trial = Trial(Tiny(), 8, images=400, sample_every=100, save_every=100)
    run = trial.run(tmp_path_factory.mktemp("trained") / "run")
    listen(run, trial.catalog)
    return run.folder
