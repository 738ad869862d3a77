"""The report: what stands in it, what is a problem, and that nothing private does."""

import getpass
import logging
from pathlib import Path

import pytest

from ganstudio.core import log
from ganstudio.core.private_paths import hide_private, known_roots
from ganstudio.core.settings import Home, Settings, save_settings
from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.report import Report, make_report


def _report(catalog: Catalog | None = None) -> Report:
    return make_report(Home(), lambda: catalog or Catalog(), window="can open")


def test_it_names_versions_extras_devices_folders_and_settings() -> None:
    text = _report().text()
    for words in ("Python", "torch", "pillow", "PySide6-Essentials", "heic", "cpu", "threads", "GB free", "can be read"):
        assert words in text
    assert _report().problems == [] and "none found" in text


def test_settings_that_cannot_be_read_are_a_problem() -> None:
    Home().settings_file.parent.mkdir(parents=True, exist_ok=True)
    Home().settings_file.write_text("device = [", encoding="utf-8")
    report = _report()
    assert len(report.problems) == 1 and "cannot be read" in report.text()
    assert "is not valid (" in report.text() and str(Home().data) not in report.text()


def test_folders_that_cannot_be_written_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    save_settings(Home(), Settings(runs=str(tmp_path / "file" / "runs")))
    assert _report().problems == ["The folder of the trainings cannot be written."]


def test_plugins_that_failed_are_named() -> None:
    report = _report(Catalog(plugins=(Plugin("crooked", "installed", error="“crooked” raises KeyError."),)))
    assert report.problems == ["The plugin “crooked” could not be loaded."]
    assert "raises KeyError" in report.text()


def test_what_cannot_be_looked_at_costs_nothing_else() -> None:
    def broken() -> Catalog:
        raise SystemExit("no catalog")

    report = make_report(Home(), broken, window="can open")
    assert report.problems == ["Plugins cannot be told (SystemExit: no catalog)."]
    assert "torch" in report.text()


def test_nothing_private_is_in_it_unless_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "annabella"))
    monkeypatch.setenv("LOGNAME", "annabella")
    pictures = tmp_path / "Wedding of Anna" / "kiss at dawn.jpg"
    save_settings(Home(), Settings(runs=str(tmp_path / "Client Smith"), results=str(tmp_path / "annabella" / "nudes")))
    log.open_log(Home(), "test")
    try:
        open(pictures)  # noqa: PTH123, SIM115
    except OSError as error:
        log.log_unexpected(error)
    logger = logging.getLogger("qt.default")
    logger.error("cannot open file %s: gone", pictures)
    logger.error("annabella looks at %s and at '%s'", Path.home() / "a b" / "c d.png", pictures)
    logger.error("cannot identify image file 'kiss at dawn.jpg' at file://%s", pictures)
    log.close_log()
    text = _report().text()
    for private in ("annabella", "Wedding", "Anna", "kiss", "dawn", "Smith", "nudes", "a b", "c d", str(tmp_path)):
        assert private not in text, private
    assert "FileNotFoundError" in text
    assert "Wedding of Anna" in _report().text(paths=True)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("No such file: '/mnt/My photos/a b.jpg'", "No such file: '<path>.jpg'"),
        ("/mnt/My photos/a b.jpg cannot be read: no", "<path>: no"),
        ("/mnt/x: y/z.jpg is gone", "<path>"),
        (r"C:\Users\Anna\a b.jpg: gone", "<path>.jpg: gone"),
        (r"'\\server\Anna\b.jpg'", "'<path>.jpg'"),
        ("see file:///mnt/Anna/b.jpg", "see <path>.jpg"),
        ("GanStudioError: Anna at home.jpg is too large.", "GanStudioError: <sentence>"),
        ("ganstudio.core.errors.GanStudioError: Anna.", "ganstudio.core.errors.GanStudioError: <sentence>"),
        ("“Anna.tif” could not be made", "“<file>.tif” could not be made"),
        ("QImage: Anna.jpg is torn", "QImage: <file>.jpg is torn"),
        ("~/Anna/b.png", "<path>.png"),
        ("3 and/or 4, 1 / 2, text/plain", "3 and/or 4, 1 / 2, text/plain"),
        ("https://example.org/a/b", "https://example.org/a/b"),
        ('File "/u/v/lib/python3.11/site-packages/PIL/Image.py", line 3', 'File "<python>/PIL/Image.py", line 3'),
        ("/u/site-packages/PIL/Image.py:3: UserWarning: x", "<python>/PIL/Image.py:3: UserWarning: x"),
    ],
)
def test_paths_become_placeholders(text: str, hidden: str) -> None:
    assert hide_private(text, known_roots(Home(), Settings())) == hidden


def test_program_and_plugin_files_keep_their_ends() -> None:
    import ganstudio.core.log as module

    roots = known_roots(Home(), Settings())
    assert hide_private(f'File "{module.__file__}", line 1', roots) == 'File "<python>/ganstudio/core/log.py", line 1'
    assert hide_private(f'"{Home().plugins / "mine" / "part.py"}"', roots) == '"<plugins>/mine/part.py"'


def test_the_user_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "maximilian")
    assert getpass.getuser() == "maximilian"
    assert hide_private("Maximilian's plugin maximilian2", known_roots(Home(), Settings())) == "<user>'s plugin maximilian2"
