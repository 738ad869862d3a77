"""What strangers drop in is only looked at, within limits: it neither runs, nor ends, nor holds up a command."""

import os
from pathlib import Path

import pytest

from ganstudio.core.settings import Home, Settings
from ganstudio.plugins import content, loader
from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.plugins.description import read_docstring
from ganstudio.plugins.trust import find_dropped_plugin, trust, trust_key
from tests.forked import ganstudio
from tests.plugins.folders import drop_in, plugin, source

UNIX = pytest.mark.skipif(os.name == "nt", reason="pipes and links as Unix has them")


def listed(settings: Settings | None = None) -> Catalog:
    return loader.load_catalog(Home(), settings or Settings())


def error_of(name: str) -> str:
    """What is said of one, while another beside it is well."""
    catalog = listed()
    assert plugin(catalog, "well").error is None and "oil" in catalog.styles
    said = str(plugin(catalog, name).error)
    assert said.endswith(".") and "\n" not in said and "Traceback" not in said
    return said


@pytest.fixture(autouse=True)
def well() -> None:
    drop_in(Home().plugins, "well")


HEADS = {
    "sum": "1" + " + 1" * 300_000,
    "power": "x = " + "9**" * 4000 + "9",
    "brackets": "(" * 100_000,
    "signs": "-" * 500_000 + "1",
    "digits": "1" * 1_000_000,
    "quotes": '"""' + "a" * 1_000_000,
    "nothing": "\0" * 5000,
    "letters": "# coding: surely-not-a-codec\n'words'",
    "tabs": "if 1:\n\t1\n        2\n\t'words'",
}


@pytest.mark.parametrize("name", HEADS)
def test_whatever_a_head_holds_it_is_only_looked_at(name: str) -> None:
    drop_in(Home().plugins, name, HEADS[name])
    found = plugin(listed(), name)
    assert (found.trusted, found.error, found.summary) == (False, None, "")


def test_the_first_line_of_the_docstring_is_read_without_running_anything() -> None:
    assert read_docstring(b"# words\n'''\nOne.\nTwo.'''\nraise ValueError") == "One."
    assert read_docstring(b"r'Raw.'\n") == "Raw."
    assert read_docstring(b"b'bytes'\n") == read_docstring(b"x = 'no docstring'\n") == read_docstring(b"f'{1 / 0}'\n") == ""
    assert read_docstring("# -*- coding: latin-1 -*-\n'é'\n".encode("latin-1")) == "é"


TOMLS = {
    "deep": ("name = " + "[" * 10_000 + "]" * 10_000, "nested too deeply|longer than"),
    "deeper": ("name = " + "[" * 5000 + "]" * 5000, "The plugin.toml of “deeper” is nested too deeply"),
    "large": ("# " + "x" * 200_000, "The plugin.toml of “large” is longer than 16 kB"),
    "figures": ("name = " + "9" * 10_000, "The plugin.toml of “figures” cannot be read: "),
    "bytes": ("name = '\udcff'", "The plugin.toml of “bytes” cannot be read: "),
}


@pytest.mark.parametrize("name", TOMLS)
def test_a_plugin_toml_that_is_none_is_named(name: str) -> None:
    import re

    words, said = TOMLS[name]
    (drop_in(Home().plugins, name) / "plugin.toml").write_bytes(words.encode("utf-8", "surrogateescape"))
    assert re.search(said, error_of(name))


def test_what_a_plugin_toml_says_is_short_and_on_one_line() -> None:
    place = drop_in(Home().plugins, "liar")
    (place / "plugin.toml").write_text('name = "a\\nb\\u001b[31m\\u202e"\nsummary = "%s"\nversion = [1]' % ("x" * 5000))
    found = plugin(listed(), "a b�[31m�")
    assert len(found.summary) == 300 and found.version == ""


@UNIX
def test_pipes_devices_and_loops_hold_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(Home().plugins / "pipe.py")
    os.mkfifo(drop_in(Home().plugins, "piped") / "data.bin")
    (drop_in(Home().plugins, "headless") / "__init__.py").unlink()
    os.mkfifo(Home().plugins / "headless" / "__init__.py")
    (Home().plugins / "device.py").symlink_to("/dev/zero")
    (Home().plugins / "loop.py").symlink_to("loop.py")
    (drop_in(Home().plugins, "round") / "inside").symlink_to(".")
    for name in ("pipe", "piped", "headless", "device"):
        assert "is no file that can be read, but a folder, a pipe or a device" in error_of(name)
    assert "“loop” cannot be read" in error_of("loop") and "holds a link, inside" in error_of("round")


@UNIX
def test_names_that_are_no_text_are_listed_too() -> None:
    try:
        place = drop_in(Home().plugins, os.fsdecode(b"n\xffme"), source("odd"))
    except OSError:
        pytest.skip("this file system takes only names that are text")
    (place / os.fsdecode(b"d\xfeta")).write_text("")
    found = plugin(listed(), "n�me")
    assert found.error is None and len(found.digest) == 64
    assert plugin(listed(trust(Settings(), found)), "n�me").trusted


def test_sizes_numbers_and_depths_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "_MOST_BYTES", 100_000)
    monkeypatch.setattr(content, "_MOST_FILES", 20)
    with (drop_in(Home().plugins, "sparse") / "data.bin").open("wb") as file:
        file.truncate(2**40)
    place = drop_in(Home().plugins, "many")
    for number in range(30):
        (place / f"{number}.txt").write_text("")
    (drop_in(Home().plugins, "deep") / "/".join("d" * 30)).mkdir(parents=True)
    assert "is larger than" in error_of("sparse")
    assert "holds more than 20 files" in error_of("many")
    assert "more than 20 deep" in error_of("deep")


def test_a_folder_that_says_nothing_of_what_it_brings_is_named() -> None:
    (drop_in(Home().plugins, "odd") / "__init__.py").unlink()
    (Home().plugins / "odd" / "__init__.py").mkdir()
    (Home().plugins / "odd" / "plugin.toml").mkdir()
    assert error_of("odd") == "“odd” holds no file __init__.py, which says what it brings."


def ran(tmp_path: Path) -> str:
    """Lines that would leave a mark."""
    return f"open({str(tmp_path / 'ran')!r}, 'w').close()\n"


LATE = source("late").replace("return tile", "from .part import pixels\n        return tile")


def apply(catalog: Catalog, name: str) -> None:
    from types import SimpleNamespace

    import torch

    style = catalog.styles[name]
    style.apply(SimpleNamespace(pixels=torch.zeros(1, 3, 2, 2)), style.Options(), {})  # type: ignore[arg-type]


@pytest.mark.parametrize("when", ["as it was", "changed", "removed"])
def test_an_import_inside_of_apply_gets_what_was_trusted(tmp_path: Path, when: str) -> None:
    place = drop_in(Home().plugins, "late", LATE)
    part = place / "part.py"
    part.write_text("pixels = 1\n")
    catalog = listed(trust(Settings(), plugin(listed(), "late")))
    if when == "changed":
        part.write_text(ran(tmp_path))
    if when == "removed":
        part.unlink()
    apply(catalog, "late")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("suffix", [".py", ".pyc", "/__init__.py", "/__init__.pyc"])
def test_what_is_added_later_is_not_found(tmp_path: Path, suffix: str) -> None:
    import py_compile

    place = drop_in(Home().plugins, "late", LATE)
    catalog = listed(trust(Settings(), plugin(listed(), "late")))
    made = place / f"part{suffix}"
    made.parent.mkdir(exist_ok=True)
    plain = tmp_path / "plain.py"
    plain.write_text(ran(tmp_path))
    if suffix.endswith("c"):
        py_compile.compile(str(plain), str(made), doraise=True)
    else:
        plain.rename(made)
    with pytest.raises(ModuleNotFoundError):
        apply(catalog, "late")
    assert not (tmp_path / "ran").exists()


def test_a_missing_part_is_named() -> None:
    drop_in(Home().plugins, "late", "from .part import more\n" + source("late"))
    found = plugin(listed(trust(Settings(), plugin(listed(), "late"))), "late")
    assert found.error == "“late” could not be loaded: it imports “part”, which is not among its files."


def test_compiled_modules_come_only_with_packages() -> None:
    from importlib.machinery import EXTENSION_SUFFIXES

    place = drop_in(Home().plugins, "late", "from .fast import more\n" + source("late"))
    (place / f"fast{EXTENSION_SUFFIXES[0]}").write_bytes(b"no library")
    found = plugin(listed(trust(Settings(), plugin(listed(), "late"))), "late")
    assert "fast is a compiled module, which only a plugin that is a package may bring" in str(found.error)


def test_data_beside_the_sources_is_found() -> None:
    lines = (
        "from importlib.resources import files\nfrom pathlib import Path\nimport pkgutil\n"
        "assert (Path(__file__).parent / 'data.txt').read_text() == 'ink'\n"
        "assert files(__package__).joinpath('data.txt').read_text() == 'ink'\n"
        "assert pkgutil.get_data(__package__, 'data.txt') == b'ink'\n"
        "from .deep.down import INK\nassert INK == 'ink'\n"
    )
    place = drop_in(Home().plugins, "data", lines + source("data"))
    (place / "data.txt").write_text("ink")
    (place / "deep").mkdir()
    (place / "deep" / "down.py").write_text("from importlib.resources import files\nINK = 'ink'\n")
    found = plugin(listed(trust(Settings(), plugin(listed(), "data"))), "data")
    assert found.error is None, found.report


def named(folder: str, name: str, content: str | None = None) -> Path:
    place = drop_in(Home().plugins, folder, content)
    (place / "plugin.toml").write_text(f'name = "{name}"\n')
    return place


def at(catalog: Catalog, place: Path) -> Plugin:
    return next(each for each in catalog.plugins if each.origin == str(place))


def test_an_impostors_name_displaces_nobody() -> None:
    true = named("true", "Felt pens", source("felt"))
    settings = trust(Settings(), at(listed(), true))
    false = named("aaa", "Felt pens", source("felt"))
    bundled = named("bbb", "classic", source("other"))
    catalog = listed(settings)
    assert at(catalog, true).loaded and "felt" in catalog.styles and "oil" in catalog.styles
    assert at(catalog, false).error == f"There are two plugins called “Felt pens”, {true} and {false}; rename one."
    assert "two plugins called “classic”, bundled and" in str(at(catalog, bundled).error)
    with_both = listed(trust(settings, at(catalog, false)))
    assert at(with_both, true).loaded and not at(with_both, false).loaded


def test_an_impostors_style_displaces_nobody_even_where_it_is_trusted() -> None:
    true = named("true", "Felt pens", source("felt"))
    settings = trust(Settings(), at(listed(), true))
    false = named("aaa", "Nibs", source("felt"))
    catalog = listed(trust(settings, at(listed(settings), false)))
    assert at(catalog, true).styles == ("felt",)
    assert "it brings “felt”, which “Felt pens” brings already" in str(at(catalog, false).error)


def test_trust_goes_by_the_folder_and_not_by_the_name() -> None:
    true = named("true", "Felt pens")
    catalog = listed()
    assert trust_key(at(catalog, true)) == "true" and trust(Settings(), at(catalog, true)).trusted.keys() == {"true"}
    same = named("copy", "Felt pens", (true / "__init__.py").read_text())
    assert not at(listed(trust(Settings(), at(catalog, true))), same).trusted
    assert find_dropped_plugin(listed(), "copy").origin == str(same)
    impostor = named("Felt pens", "Nibs")
    assert find_dropped_plugin(listed(), str(impostor)).origin == str(impostor)
    for place in (impostor, same):
        (place / "plugin.toml").unlink()
    with pytest.raises(Exception, match=r"more than one drop-in plugin called “Felt pens”"):
        find_dropped_plugin(listed(), "Felt pens")
    named("other", "Felt pens")
    with pytest.raises(Exception, match=r"more than one drop-in plugin called “Felt pens”; name its folder or file"):
        find_dropped_plugin(listed(), "Felt pens")
    with pytest.raises(Exception, match="no drop-in plugin called “classic”"):
        find_dropped_plugin(listed(), "classic")


def test_switching_off_a_twin_does_not_switch_off_the_true_one() -> None:
    named("bbb", "classic")
    assert at(listed(), Home().plugins / "bbb").twin
    assert not plugin(listed(Settings(disabled=("classic",))), "classic").enabled


def test_safe_mode_looks_at_nothing_that_was_dropped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "find_plugins_in", lambda *_: pytest.fail("it looked"))
    assert "oil" in loader.load_catalog(Home(), Settings(), safe_mode=True).styles


def test_a_huge_sum_ends_no_command_in_a_process_of_its_own() -> None:
    drop_in(Home().plugins, "sum", HEADS["sum"])
    done = ganstudio("plugins")
    assert (done.returncode, done.stderr) == (0, "") and "not trusted" in done.stdout


@UNIX
def test_a_pipe_among_the_marks_holds_nothing_up() -> None:
    folder = Home().data / "loading"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "1-1.json")
    (folder / "1-2.json").write_text("[" * 90_000)
    assert plugin(listed(trust(Settings(), plugin(listed(), "well"))), "well").loaded
