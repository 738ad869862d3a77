"""Loading at its limits: plugins that hang, kill or come as packages, and homes that cannot be written."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.loader import load_catalog
from tests.plugins.folders import drop_in, load, plugin, source

ODD = {
    "raises-while-it-gives": (
        source("odd").replace("return [Mine()]", "yield Mine()\n    raise OSError('no\\ncanvas')"),
        "OSError in __init__.py, line 25 (no).",
    ),
    "abstract": (
        source("odd").replace("def apply", "def applied"),
        "TypeError in __init__.py, line 24 (Can't instantiate abstract class Mine ",
    ),
    "without-default": (
        source("odd").replace('"""Nothing to choose."""', "size: int"),
        "option “size” of Mine has no good default (field required).",
    ),
    "untitled": (source("odd").replace('title = "Mine"', 'title = " "'), "Mine has no title; add one."),
    "not-to-be-shown": (
        source("odd").replace("return [Mine()]", "return [type('Odd', (), {'__repr__': lambda self: 1 / 0})()]"),
        "ZeroDivisionError in __init__.py, line 24 (division by zero).",
    ),
    "recurses": ("def f(): f()\nf()", "RecursionError in __init__.py, line 1 (maximum recursion depth exceeded"),
    "wrong-name": ("from ganstudio.api import Stile", "ImportError in __init__.py, line 1 (cannot import name 'Stile'"),
}

HEAD = """
import sys
from pathlib import Path
from ganstudio.plugins.loader import load_catalog
from ganstudio.core.settings import Home, Settings
def load(folder, **more):
    return load_catalog(Home(), Settings(), plugin_dirs=[Path(folder)], **more)
"""


def run(code: str, *paths: Path) -> tuple[int, str]:
    """Run lines in a process of their own, with `load(folder)` at hand and `paths` first on its path."""
    before = f"import sys; sys.path[:0] = {[str(path) for path in paths]!r}\n"
    command = [sys.executable, "-c", before + HEAD + code]
    heard = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return heard.returncode, heard.stdout


def test_odd_mistakes_are_placed_in_the_plugin(tmp_path: Path) -> None:
    for name, (content, _) in ODD.items():
        drop_in(tmp_path, name, content)
    catalog = load(tmp_path)
    for name, (_, reason) in ODD.items():
        assert str(plugin(catalog, name).error).startswith(f"“{name}” could not be loaded: {reason}")
    assert "odd" not in catalog.styles


def test_a_failed_plugin_leaves_no_module_behind(tmp_path: Path) -> None:
    before = set(sys.modules)
    (drop_in(tmp_path, "broken", "from . import part\nraise ValueError") / "part.py").write_text("")
    assert plugin(load(tmp_path), "broken").error
    assert not {name for name in set(sys.modules) - before if name.startswith("ganstudio_dropped_in_")}


@pytest.mark.parametrize("content", ["while True:\n    pass", "import time\nwhile True:\n    time.sleep(0.05)"])
def test_one_that_hangs_is_ended_and_told_where(tmp_path: Path, content: str) -> None:
    drop_in(tmp_path, "hangs", content)
    assert "__init__.py" in str(plugin(load(tmp_path, timeout=0.3), "hangs").report)
    end = time.monotonic() + 10
    while (left := [thread for thread in threading.enumerate() if thread.name == "plugin"]) and time.monotonic() < end:
        time.sleep(0.02)
    assert not left, "it goes on eating the processor"


def test_a_slow_torch_is_not_the_plugins_fault(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "torch.py").write_text("import time\ntime.sleep(0.8)\n")
    drop_in(tmp_path / "plugins", "patient", "import torch\n" + source("patient"))
    code = f"print('patient' in load({str(tmp_path / 'plugins')!r}, timeout=0.3).styles)"
    assert run(code, tmp_path / "site") == (0, "True\n")


def test_a_killer_is_left_out_until_it_changes_or_is_asked_for(tmp_path: Path) -> None:
    content = "import os, signal\nif os.environ.get('KILL'):\n    os.kill(os.getpid(), signal.SIGKILL)\n" + source("moody")
    place = drop_in(tmp_path, "moody", content)
    assert run(f"import os; os.environ['KILL'] = '1'; load({str(tmp_path)!r})")[0] != 0
    for _ in range(2):
        said = str(plugin(load(tmp_path), "moody").error)
        assert said.startswith("The program ended while it loaded “moody”, so that one is left out")
    assert "moody" not in load_catalog(Home(), Settings(), plugin_dirs=[tmp_path], safe_mode=True).styles
    (place / "more.py").write_text("")
    assert "moody" in load(tmp_path).styles, "another content is tried at once"
    (place / "more.py").unlink()
    assert "moody" not in load(tmp_path).styles
    assert "moody" in load_catalog(Home(), Settings(), plugin_dirs=[tmp_path], again=True).styles
    assert list((Home().data / "loading").iterdir()) == []


def test_a_program_that_ends_as_it_should_blames_nobody(tmp_path: Path) -> None:
    drop_in(tmp_path, "slow", "import time\ntime.sleep(30)")
    begun = "import threading, time; threading.Thread(target=load, args=[{!r}], daemon=True).start(); time.sleep(1)"
    assert run(begun.format(str(tmp_path)))[0] == 0
    assert "did not load within 0.1 seconds" in str(plugin(load(tmp_path, timeout=0.1), "slow").error)


def test_a_home_that_cannot_be_written_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "file"))
    drop_in(tmp_path / "plugins", "well")
    assert "well" in load(tmp_path / "plugins").styles


def test_a_package_is_found_by_its_entry_point(tmp_path: Path) -> None:
    drop_in(tmp_path, "stranger")
    about = tmp_path / "stranger_plugin-3.2.dist-info"
    about.mkdir()
    words = "Metadata-Version: 2.1\nName: stranger-plugin\nVersion: 3.2\nSummary: By a stranger.\nLicense: MIT\n"
    (about / "METADATA").write_text(words)
    (about / "entry_points.txt").write_text("[ganstudio]\nstrange = stranger\n")
    code = "import json; from dataclasses import asdict\n"
    code += "found = load_catalog(Home(), Settings()).plugins\n"
    code += "print(json.dumps([asdict(each) for each in found if each.origin == 'installed']))"
    (found,) = json.loads(run(code, tmp_path)[1])
    told = tuple(found[name] for name in ("name", "version", "summary", "licence", "styles", "error", "trusted"))
    assert told == ("strange", "3.2", "By a stranger.", "MIT", ["stranger"], None, True)


def test_plugin_toml_names_a_plugin_that_is_not_run() -> None:
    place = drop_in(Home().plugins, "felt", "raise SystemExit('was run')")
    (place / "plugin.toml").write_text('name = "Felt pens"\nsummary = "Draws with felt pens."\nother = 3\n')
    found = plugin(load_catalog(Home(), Settings()), "Felt pens")
    assert (found.summary, found.trusted, found.loaded, found.error) == ("Draws with felt pens.", False, False, None)
