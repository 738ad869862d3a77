"""Loading plugins that are broken in every way: the rest works, and one sentence says what is wrong."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.plugins.loading import load_catalog
from ganstudio.settings import Home, Settings
from tests.plugins.made_plugins import GOOD, HEAD, good, write

HOOK = "@hookimpl\ndef styles():\n"
BROKEN = {
    "raises on import": (
        "import math\n\nmath.sqrt(-1)\n",
        "“{}” could not be loaded: ValueError in __init__.py, line 3 (",
    ),
    "raises without words": ("raise RuntimeError\n", "“{}” could not be loaded: RuntimeError in __init__.py, line 1."),
    "is not valid Python": (
        '"""Words."""\ndef styles(:\n',
        "“{}” could not be loaded: __init__.py, line 2, is not valid Python (",
    ),
    "needs what is not there": (
        "import numpyy.linalg\n",
        "“{}” could not be loaded: it needs the Python package “numpyy”, which is not installed.",
    ),
    "imports what we have not": (
        "from ganstudio import Stile\n",
        "“{}” could not be loaded: ImportError in __init__.py, line 1 (cannot import name 'Stile' from 'ganstudio'",
    ),
    "names no interface": (
        GOOD.replace("ganstudio_api = 1", ""),
        "“{}” could not be loaded: it does not say which interface it was written for; add the line ganstudio_api = 1.",
    ),
    "names another interface": (
        GOOD.replace("ganstudio_api = 1", "ganstudio_api = 7"),
        "“{}” could not be loaded: it was written for interface 7, this is 1; look for another version of it.",
    ),
    "has a wrong hook name": (
        HEAD + "@hookimpl\ndef stiles():\n    return [Plain()]\n",
        "“{}” could not be loaded: There is no hook called “stiles”; did you mean styles.",
    ),
    "asks for an argument": (
        HEAD + "@hookimpl\ndef styles(picture):\n    return [Plain()]\n",
        "“{}” could not be loaded: styles() asks for “picture”, but it is called without arguments.",
    ),
    "forgot the mark": (
        GOOD.replace("@hookimpl", ""),
        "“{}” could not be loaded: styles() is not marked as a hook; write @hookimpl above it.",
    ),
    "has no hook": (
        HEAD,
        "“{}” could not be loaded: it brings nothing; write a function styles() or architectures() with @hookimpl above it.",
    ),
    "gives one and no list": (
        HEAD + HOOK + "    return Plain()\n",
        "“{}” could not be loaded: styles() gave <ganstudio_dropped_in_",
    ),
    "gives a number": (HEAD + HOOK + "    return 42\n", "“{}” could not be loaded: styles() gave 42 and not a list."),
    "gives words": (
        HEAD + HOOK + "    return 'plain'\n",
        "“{}” could not be loaded: styles() gave 'plain' and not a list.",
    ),
    "gives junk": (
        HEAD + HOOK + "    return [Plain(), 'junk']\n",
        "“{}” could not be loaded: styles() gave 'junk', which is no Style.",
    ),
    "gives a class": (
        HEAD + HOOK + "    return [Plain]\n",
        "“{}” could not be loaded: styles() gave the class Plain; give an object of it: Plain().",
    ),
    "gives a style as an architecture": (
        HEAD + "@hookimpl\ndef architectures():\n    return [Plain()]\n",
        "“{}” could not be loaded: architectures() gave <ganstudio_dropped_in_",
    ),
    "gives one id twice": (
        HEAD + HOOK + "    return [Plain(), Plain()]\n",
        "“{}” could not be loaded: styles() gave “plain” twice; each needs an id of its own.",
    ),
    "raises in the hook": (
        HEAD + HOOK + "    return [{}['brush']]\n",
        "“{}” could not be loaded: KeyError in __init__.py, line 16 ('brush').",
    ),
    "raises while it gives": (
        HEAD + HOOK + "    yield Plain()\n    raise OSError('no\\ncanvas')\n",
        "“{}” could not be loaded: OSError in __init__.py, line 17 (no).",
    ),
    "has no id": (GOOD.replace("id, title", "_, title"), "“{}” could not be loaded: Plain has no id; add one."),
    "has no title": (GOOD.replace('"Plain",', '"",'), "“{}” could not be loaded: Plain has no title; add one."),
    "has an id with a blank": (
        GOOD.replace('"plain"', '"My Style"'),
        "“{}” could not be loaded: the id “My Style” of Plain may hold only small letters, figures and single hyphens.",
    ),
    "has other options": (
        GOOD.replace('"Changes nothing.", Options', '"Changes nothing.", dict'),
        "“{}” could not be loaded: Plain has no Options; declare them as a class that derives from ganstudio.Options.",
    ),
    "has options without default": (
        GOOD.replace("class Plain", "class Mine(Options):\n    size: int\n\n\nclass Plain").replace(
            "nothing.\", Options", "nothing.\", Mine"
        ),
        "“{}” could not be loaded: option “size” of Plain has no good default (field required).",
    ),
    "has an abstract style": (
        GOOD.replace("def apply", "def applied"),
        "“{}” could not be loaded: TypeError in __init__.py, line 17 (Can't instantiate abstract class Plain with ",
    ),
    "ends the interpreter": (
        "raise SystemExit(3)\n",
        "“{}” could not be loaded: it tried to end the program, which a plugin must not.",
    ),
    "ends the interpreter in the hook": (
        HEAD + HOOK + "    quit()\n",
        "“{}” could not be loaded: it tried to end the program, which a plugin must not.",
    ),
    "acts like Ctrl-C": ("raise KeyboardInterrupt\n", "“{}” could not be loaded: it raised KeyboardInterrupt."),
    "recurses": (HEAD + "def f():\n    f()\nf()\n", "“{}” could not be loaded: RecursionError in __init__.py, line"),
    "cannot be shown": (
        HEAD + "class Odd:\n    def __repr__(self):\n        raise ZeroDivisionError\n\n" + HOOK + "    return [Odd()]\n",
        "“{}” could not be loaded: ZeroDivisionError in __init__.py, line",
    ),
}  # fmt: skip


def _load(*folders: Path, **more: object) -> Catalog:
    return load_catalog(Home(), Settings(), plugin_dirs=folders, **more)  # type: ignore[arg-type]


def _one(catalog: Catalog, name: str) -> Plugin:
    (found,) = [plugin for plugin in catalog.plugins if plugin.name == name]
    return found


@pytest.fixture(scope="module")
def all_at_once(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A folder with every broken plugin, and a whole one first and last."""
    folder = tmp_path_factory.mktemp("plugins")
    for name, (source, _) in BROKEN.items():
        write(folder, name, source)
    good(folder, "a-whole-one")
    good(folder, "z-whole-one")
    return _load(folder)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_named_with_its_reason(all_at_once: Catalog, name: str) -> None:
    plugin = _one(all_at_once, name)
    assert plugin.error is not None
    assert plugin.error.startswith(BROKEN[name][1].format(name))
    assert plugin.error.endswith(".")
    assert "\n" not in plugin.error
    assert plugin.report
    assert not plugin.loaded
    assert not plugin.styles


def test_the_rest_works(all_at_once: Catalog) -> None:
    assert {"a-whole-one", "z-whole-one", "like-picture"} <= set(all_at_once.styles)
    assert "plain" not in all_at_once.styles
    assert {"dcgan", "gan", "progressive"} <= set(all_at_once.architectures)


def test_a_broken_plugin_leaves_no_module_behind(tmp_path: Path) -> None:
    before = set(sys.modules)
    write(tmp_path, "broken", "from . import part\nraise ValueError\n", part="")
    _load(tmp_path)
    assert {module for module in set(sys.modules) - before if module.startswith("ganstudio_dropped_in_")} == set()


def test_an_id_that_is_taken_is_named_with_both_owners(tmp_path: Path) -> None:
    good(tmp_path, "first", "same")
    good(tmp_path, "second", "same")
    good(tmp_path, "third", "dcgan")
    catalog = _load(tmp_path)
    assert catalog.origin("same").name == "first"
    assert _one(catalog, "second").error == (
        "“second” is left out: it brings “same”, which “first” brings already; rename one."
    )
    assert "“third” is left out: it brings “dcgan”, which “dcgan” brings already" in (_one(catalog, "third").error or "")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    good(tmp_path, "whole")
    catalog = _load(tmp_path / "nowhere", tmp_path)
    assert (
        _one(catalog, "nowhere").error == f"The plugins in {tmp_path / 'nowhere'} cannot be read: no such file or directory."
    )
    assert "whole" in catalog.styles


def test_a_torn_plugin_toml_is_said(tmp_path: Path) -> None:
    plugin = good(tmp_path, "torn")
    (plugin / "plugin.toml").write_text("name = ", encoding="utf-8")
    assert "The plugin.toml of “torn” cannot be read: " in (_one(_load(tmp_path), "torn").error or "")


def test_a_link_inside_is_refused(tmp_path: Path) -> None:
    (good(tmp_path, "linked") / "away.py").symlink_to(tmp_path / "elsewhere.py")
    assert _one(_load(tmp_path), "linked").error == "“linked” holds a link, away.py; put the file itself there."


@pytest.mark.parametrize(
    "wait", ["import time\ntime.sleep(1.5)", "while True:\n    pass", "import threading\nthreading.Event().wait(1.5)"]
)
def test_a_plugin_that_hangs_is_left_behind(tmp_path: Path, wait: str) -> None:
    write(tmp_path, "hanging", f"{wait}\n")
    good(tmp_path, "whole")
    catalog = _load(tmp_path, patience=0.4)
    assert "whole" in catalog.styles
    plugin = _one(catalog, "hanging")
    assert plugin.error == "“hanging” did not load within 0.4 seconds; ask its author, or switch it off."
    assert "__init__.py" in (plugin.report or ""), "where it hangs"
    end = time.monotonic() + 5
    while any(thread.name == "plugin" for thread in threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(thread.name == "plugin" for thread in threading.enumerate()), "it goes on eating the processor"


def test_torch_may_take_its_time(tmp_path: Path) -> None:
    slow = tmp_path / "site"
    slow.mkdir()
    (slow / "torch.py").write_text("import time\ntime.sleep(0.6)\n", encoding="utf-8")
    write(tmp_path / "plugins", "patient", "import torch\n" + GOOD.replace('"plain"', '"patient"'))
    assert _run(f"print('patient' in load([{str(tmp_path / 'plugins')!r}], patience=0.2).styles)", slow) == (0, "True\n")


@pytest.mark.parametrize("end", ["import os\nos._exit(9)", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"])
def test_a_plugin_that_kills_the_program_is_left_out_next_time(tmp_path: Path, end: str) -> None:
    plugin = write(tmp_path, "killer", f"{end}\n")
    good(tmp_path, "whole")
    code, _ = _run(f"load([{str(tmp_path)!r}])")
    assert code != 0
    for _ in range(2):
        catalog = _load(tmp_path)
        said = _one(catalog, "killer").error or ""
        assert said.startswith("The program ended while it loaded “killer”, so that one is left out; to try again, ")
        assert "whole" in catalog.styles
    (plugin / "__init__.py").write_text(GOOD.replace('"plain"', '"mended"'), encoding="utf-8")
    assert "mended" in _load(tmp_path).styles, "another content is tried at once"


def test_a_killer_can_be_tried_again(tmp_path: Path) -> None:
    source = "import os\nif os.environ.get('KILL'):\n    os._exit(9)\n" + GOOD.replace('"plain"', '"moody"')
    write(tmp_path, "moody", source)
    assert _run(f"import os; os.environ['KILL'] = '1'; load([{str(tmp_path)!r}])")[0] == 9
    assert "moody" not in _load(tmp_path).styles
    assert "moody" not in _load(tmp_path, safe_mode=True).styles
    assert "moody" in _load(tmp_path, again=True).styles
    assert "moody" in _load(tmp_path).styles
    assert list((Home().data / "loading").iterdir()) == []


def test_a_program_that_ends_as_it_should_blames_no_plugin(tmp_path: Path) -> None:
    write(tmp_path, "slow", "import time\ntime.sleep(30)\n")
    code = (
        "import threading; threading.Thread(target=load, args=([{!r}],), daemon=True).start(); import time; time.sleep(0.7)"
    )
    assert _run(code.format(str(tmp_path)))[0] == 0
    assert "The program ended" not in (_one(_load(tmp_path, patience=0.1), "slow").error or "")


def test_a_home_that_cannot_be_written_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "file"))
    good(tmp_path / "plugins", "whole")
    assert "whole" in _load(tmp_path / "plugins").styles


def _run(code: str, *paths: Path) -> tuple[int, str]:
    """Run lines in a process of their own, with `load(folders)` at hand and `paths` first on its path."""
    head = f"""
import sys; sys.path[:0] = {[str(path) for path in paths]!r}
from pathlib import Path
from ganstudio.plugins.loading import load_catalog
from ganstudio.settings import Home, Settings
def load(folders, **more):
    return load_catalog(Home(), Settings(), plugin_dirs=[Path(folder) for folder in folders], **more)
"""
    done = subprocess.run([sys.executable, "-c", head + code], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout
