"""Loading: whatever is wrong with a plugin, the rest works, and one sentence says why."""

import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.loader import load_catalog
from tests.plugins.folders import STYLE, drop_in, load, plugin, source

HOOK = "from ganstudio.api import hookimpl\nganstudio_api = 2\n@hookimpl\ndef styles():\n    return "
ARCHITECTURE = """
from ganstudio.api import AdversarialGAN, AdversarialOptions, hookimpl
ganstudio_api = 2
class PebbleOptions(AdversarialOptions):
    width: int = 3
class Pebble(AdversarialGAN[PebbleOptions]):
    id, title, summary, Options = "pebble", "Pebble", "A pebble.", PebbleOptions
    def build(self, options, size, channels): ...
@hookimpl
def architectures():
    return [Pebble()]
"""
OLD_ARCHITECTURE = ARCHITECTURE.replace("    def build", "    def suited(self, options, size): ...\n    def build")
OLD_OPTIONS = ARCHITECTURE.replace("width: int = 3", "width: int = 3\n    def rules(self): ...")

BROKEN = {
    "raises": ("raise ValueError('no such luck')", "ValueError.*line 1.*no such luck"),
    "grammar": ("def broken(:\n    pass", r"__init__.py, line 1, is not valid Python"),
    "needs": ("import surely_not_installed_anywhere", "needs the Python package “surely_not_installed_anywhere”"),
    "hook": (STYLE.replace("def styles", "def style"), "no hook called “style”; did you mean styles"),
    "argument": (STYLE.replace("def styles()", "def styles(catalog)"), "asks for “catalog”"),
    "unmarked": (STYLE.replace("@hookimpl", ""), "not marked as a hook"),
    "nothing": ("ganstudio_api = 2", "it brings nothing"),
    "number": (HOOK + "7", "gave 7 and not a list"),
    "text": (HOOK + "'oil'", "gave 'oil' and not a list"),
    "things": (HOOK + "[object()]", "which is no Style"),
    "class": (STYLE.replace("[Mine()]", "[Mine]"), r"gave the class Mine; give an object of it: Mine\(\)"),
    "nameless": (STYLE.replace('id = "{name}"', ""), "Mine has no id"),
    "slug": (STYLE.replace("{name}", "My Style"), "the id “My Style” of Mine may hold only"),
    "twins": (STYLE.replace("[Mine()]", "[Mine(), Mine()]"), "gave “{name}” twice|may hold only"),
    "optionless": (STYLE.replace("    Options = Empty\n", "").replace("{name}", "empty"), "Mine has no Options"),
    "api": (source("api").replace("ganstudio_api = 2", "ganstudio_api = 99"), "written for interface 99, this is 2"),
    "apiless": (source("apiless").replace("ganstudio_api = 2", ""), "add the line ganstudio_api = 2"),
    "taken": (STYLE.replace("{name}", "oil"), "“oil”, which “classic” brings already"),
    "leaves": ("import sys; sys.exit(3)", "tried to end the program"),
    "interrupts": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "old-name": ("from ganstudio.api import Needed", "“Needed” is RequiredNetwork in ganstudio.api now"),
    "old-field": (
        STYLE.replace("    title", "    lasting = ()\n    title").replace("{name}", "old-field"),
        "“lasting” of Mine is called video_statistics now; rename it",
    ),
    "old-words": (
        STYLE.replace("    title", "    words = {}\n    title").replace("{name}", "old-words").replace("api = 2", "api = 1"),
        "“words” of Mine is called prompt_words now; rename it",
    ),
    "old-api": (
        source("old-api").replace("ganstudio_api = 2", "ganstudio_api = 1"),
        "written for interface 1, whose names have changed.*then write ganstudio_api = 2",
    ),
    "old-method": (OLD_ARCHITECTURE, "“suited” of Pebble is called defaults_for now; rename it"),
    "old-option": (OLD_OPTIONS, "“rules” of PebbleOptions is called build_objective now; rename it"),
    "calls": (HOOK + "1 / 0", "ZeroDivisionError in __init__.py, line 5"),
}


def test_every_broken_kind_is_told_and_the_rest_works(tmp_path: Path) -> None:
    for name, (content, _) in BROKEN.items():
        drop_in(tmp_path, name, content)
    drop_in(tmp_path, "well")
    (drop_in(tmp_path, "toml") / "plugin.toml").write_text("version = ")
    catalog = load(tmp_path)
    assert {"well", "oil", "pencil"} <= set(catalog.styles)
    assert {"dcgan", "gan", "progressive"} <= set(catalog.architectures)
    assert plugin(catalog, "well").loaded
    assert "plugin.toml of “toml” cannot be read" in str(plugin(catalog, "toml").error)
    for name in BROKEN:
        assert_told(catalog.plugins, name)


def test_old_words_are_free_where_they_never_had_a_meaning(tmp_path: Path) -> None:
    options = '    how: int = option(1, "How.", least=0, most=2)\n    def rules(self): ...'
    own = STYLE.replace('    """Nothing to choose."""', options).replace("import Options", "import option, Options")
    both = STYLE.replace("    title", "    lasting = video_statistics = ()\n    title")
    for name, content in {"own": own, "both": both}.items():
        drop_in(tmp_path, name, content.replace("{name}", name))
    assert {"own", "both"} <= set(load(tmp_path).styles)


def assert_told(plugins: object, name: str) -> None:
    import re

    found = next(each for each in plugins if each.name == name)  # type: ignore[attr-defined]
    assert not found.loaded, name
    assert found.error and re.search(BROKEN[name][1], found.error), f"{name}: {found.error}"
    assert "\n" not in found.error and "Traceback" not in found.error and found.error.endswith("."), found.error
    assert f"“{name}”" in found.error
    assert name == "taken" or "Traceback" in str(found.report), name
    assert not found.architectures and not found.styles


def test_one_that_hangs_is_left_behind(tmp_path: Path) -> None:
    drop_in(tmp_path, "hangs", "import time\nfor _ in range(40): time.sleep(0.1)")
    drop_in(tmp_path, "well")
    catalog = load(tmp_path, timeout=0.3)
    assert "did not load within 0.3 seconds" in str(plugin(catalog, "hangs").error)
    assert "well" in catalog.styles


KILLER = """
import sys
from pathlib import Path
from ganstudio.plugins.loader import load_catalog
from ganstudio.core.settings import Home, Settings
catalog = load_catalog(Home(), Settings(), plugin_dirs=[Path(sys.argv[1])], again=len(sys.argv) > 2)
print(*(each.error for each in catalog.plugins if each.name == "killer"), sep="")
print("well" in catalog.styles)
"""


@pytest.mark.proof
def test_one_that_kills_the_program_is_named_next_time_and_tried_again_when_asked(tmp_path: Path) -> None:
    killer = drop_in(tmp_path, "killer", "import os\nos._exit(9)")
    drop_in(tmp_path, "well")

    def start(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", KILLER, str(tmp_path), *more]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert start().returncode == 9
    after = start()
    assert "The program ended while it loaded “killer”" in after.stdout and "True" in after.stdout
    assert start("again").returncode == 9
    (killer / "__init__.py").write_text(source("killer"))
    again = start("again")
    assert again.stdout.split() == ["None", "True"]


def test_single_files_odd_names_and_relative_imports(tmp_path: Path) -> None:
    (tmp_path / "single.py").write_text(source("single"))
    drop_in(tmp_path, "木版画 · דפוס 🎨", source("woodcut"))
    place = drop_in(tmp_path, "parts", "from .made import styles\nganstudio_api = 2")
    (place / "made.py").write_text(source("parts").replace("ganstudio_api = 2", "from .deep import NAME"))
    (place / "deep").mkdir()
    (place / "deep" / "__init__.py").write_text("from ..name import NAME\n")
    (place / "name.py").write_text("NAME = 'deep'\n")
    for left_out in (".hidden", "_private", "no-plugin"):
        (tmp_path / left_out).mkdir()
    (tmp_path / "_helper.py").write_text("raise ValueError")
    (tmp_path / "words.txt").write_text("words")
    catalog = load(tmp_path)
    found = [each for each in catalog.plugins if each.origin not in ("bundled", "installed")]
    assert [(each.name, each.error) for each in found] == [("parts", None), ("single", None), ("木版画 · דפוס 🎨", None)]
    assert {"single", "woodcut", "parts"} <= set(catalog.styles)
    assert plugin(catalog, "single").summary == "The plugin single."


def test_a_folder_may_be_the_plugin_itself(tmp_path: Path) -> None:
    assert "mine" in load(drop_in(tmp_path, "mine")).styles


def test_plugins_of_one_name_in_two_folders_do_not_mix(tmp_path: Path) -> None:
    for folder, style in (("one", "first"), ("two", "second")):
        place = drop_in(tmp_path / folder, "same", "from .made import styles\nganstudio_api = 2")
        (place / "made.py").write_text(source(style))
    alone = [load(tmp_path / folder).styles for folder in ("one", "two", "one")]
    assert ["first" in styles for styles in alone] == [True, False, True]
    assert ["second" in styles for styles in alone] == [False, True, False]
    catalog = load_catalog(Home(), Settings(), plugin_dirs=[tmp_path / "one", tmp_path / "two"])
    assert "first" in catalog.styles and "second" not in catalog.styles
    told = [each.error for each in catalog.plugins if each.name == "same"]
    assert told[0] is None and "two plugins called “same”" in str(told[1])
    assert catalog.styles["first"].apply.__module__ != alone[1]["second"].apply.__module__


def test_plugin_toml_describes(tmp_path: Path) -> None:
    place = drop_in(tmp_path, "described")
    (place / "plugin.toml").write_text('version = "2.1"\nsummary = "Wood and ink."\nlicence = "MIT"\n')
    found = plugin(load(tmp_path), "described")
    assert (found.version, found.summary, found.licence) == ("2.1", "Wood and ink.", "MIT")


def test_a_reload_reads_the_plugin_anew(tmp_path: Path) -> None:
    place = drop_in(tmp_path, "mine")
    assert "mine" in load(tmp_path).styles
    (place / "__init__.py").write_text(source("renamed"))
    styles = load(tmp_path).styles
    assert "renamed" in styles and "mine" not in styles


def test_disabled_plugins_are_listed_and_not_run(tmp_path: Path) -> None:
    drop_in(tmp_path, "mine", "raise ValueError")
    catalog = load(tmp_path, Settings(disabled=("mine", "classic")))
    assert "oil" not in catalog.styles and "dcgan" in catalog.architectures
    for name in ("mine", "classic"):
        found = plugin(catalog, name)
        assert (found.enabled, found.loaded, found.error) == (False, False, None)


def test_safe_mode_takes_the_bundled_ones_alone(tmp_path: Path) -> None:
    drop_in(Home().plugins, "dropped")
    drop_in(tmp_path, "mine")
    catalog = load_catalog(Home(), Settings(), plugin_dirs=[tmp_path], safe_mode=True)
    assert {each.origin for each in catalog.plugins} == {"bundled"}
    assert "oil" in catalog.styles


def test_a_plugin_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = plugin(load(tmp_path / "nowhere"), "nowhere")
    assert "cannot be read: no such file or directory." in str(found.error)


@pytest.mark.parametrize("name", ["classic", "dcgan", "gan", "neural", "progressive"])
def test_the_bundled_ones_load(name: str, tmp_path: Path) -> None:
    found = plugin(load(tmp_path), name)
    assert (found.loaded, found.origin) == (True, "bundled")
    assert found.summary and found.architectures + found.styles


def test_loading_is_light(tmp_path: Path) -> None:
    drop_in(tmp_path, "mine")
    code = KILLER + "print({'torch', 'PySide6', 'onnxruntime', 'rich'} & set(sys.modules))"
    heard = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert heard.stdout.split()[-1] == "set()"
