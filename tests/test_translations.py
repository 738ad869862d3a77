"""Translations: what is looked up where, what a half-made or wrong one does, and that the Chinese one is complete."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from ganstudio.cli import run
from ganstudio.core import translation
from ganstudio.core.errors import GanStudioError, unknown_name_error
from ganstudio.core.settings import Home, Settings, save_settings
from ganstudio.core.translation import match_language, tr, tr_plural, use_language
from ganstudio.gui.app.translations import count, duration
from ganstudio.plugins.loader import load_catalog
from i18n.catalogues import problems
from i18n.messages import Message, Untranslatable, find_in
from tests.plugins.folders import drop_in


@pytest.fixture(autouse=True)
def _english_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folders = list(translation._translator.folders)
    monkeypatch.setenv("LANGUAGE", "en")  # restored after the test: the command line sets it
    yield
    translation._translator.folders[:] = folders
    use_language("en")


def write_catalogue(folder: Path, words: dict[str, str], code: str = "zh_CN") -> Path:
    """A compiled catalogue of those words, as a plugin brings it."""
    catalogue = Catalog(locale=code)
    for text, translated in words.items():
        catalogue.add(text, translated)
    place = folder / "translations" / code / "LC_MESSAGES" / "ganstudio.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, catalogue)
    return folder / "translations"


def test_nothing_is_wrong_with_the_catalogues() -> None:
    assert problems() == []


def test_errors_are_told_in_the_language_and_stay_english_without_one() -> None:
    error = unknown_name_error("style", "oyl", ["oil", "ink"])
    assert str(error) == "There is no style called “oyl”; did you mean oil?"
    use_language("zh_CN")
    assert str(unknown_name_error("style", "oyl", ["oil", "ink"])) == "没有名为“oyl”的风格；你是不是想用 oil？"
    assert str(GanStudioError("{place} could not be written: {reason}.", place="a{b}", reason="x")) == "a{b} 无法写入：x。"
    assert str(GanStudioError("Nobody has translated {this}.")) == "Nobody has translated {this}."


def test_plurals_and_numbers() -> None:
    assert tr_plural("1 picture", "{n} pictures", 1) == "1 picture"
    assert tr_plural("1 picture", "{n} pictures", 1200) == "1,200 pictures"
    assert (count(940), count(38_000), count(999_600), count(1.2e6), duration(4000)) == (
        "940",
        "38 k",
        "1 M",
        "1.2 M",
        "67 min",
    )
    use_language("zh_CN")
    assert tr_plural("1 picture", "{n} pictures", 1) == "1 张图片"
    assert (count(940), count(9400), count(38_000), count(1.2e8)) == ("940", "9400", "3.8 万", "1.2 亿")
    assert duration(40) == "40 秒"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["zh_CN.UTF-8"], "zh_CN"), (["zh-Hans-SG", "en-US"], "zh_CN"), (["zh"], "zh_CN"), (["zh_TW", "zh"], "zh_CN"),
        (["zh_TW"], "en"), (["zh-Hant-HK", "en"], "en"), (["de_DE", "zh_CN"], "zh_CN"), (["C"], "en"), ([""], "en"),
        (["en_GB", "zh_CN"], "en"),
    ],
)  # fmt: skip
def test_the_language_that_is_nearest_to_what_is_wanted(wanted: list[str], found: str) -> None:
    assert match_language(wanted, ["en", "zh_CN"]) == found


def test_a_half_made_catalogue_shows_english_for_the_rest(tmp_path: Path) -> None:
    translation.add_translations(write_catalogue(tmp_path, {"Haze": "Dunst"}, code="de"))
    use_language("de")
    assert (tr("Haze"), tr("Oil paint")) == ("Dunst", "Oil paint")


def test_a_plugins_words_are_found_but_never_before_those_of_the_studio(tmp_path: Path) -> None:
    use_language("zh_CN")
    words = {"Duotone": "双色调", "Oil paint": "别的", "{a} and {b}": "{c}"}
    translation.add_translations(write_catalogue(tmp_path, words))
    assert (tr("Duotone"), tr("Oil paint")) == ("双色调", "油画")
    assert tr("{a} and {b}", a=1, b=2) == "1 and 2"  # a translation with other names in it is passed over


def test_a_dropped_in_plugin_brings_its_own_words(tmp_path: Path) -> None:
    plugin = drop_in(tmp_path, "mine")
    write_catalogue(plugin, {"Leaves the picture as it is.": "保持图片原样。"})
    use_language("zh_CN")
    catalog = load_catalog(Home(), Settings(), plugin_dirs=[plugin])
    assert tr(catalog.style("mine").summary) == "保持图片原样。"


def test_a_damaged_catalogue_is_left_aside(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, {"Duotone": "双色调"})
    (folder / "zh_CN" / "LC_MESSAGES" / "ganstudio.mo").write_bytes(b"no catalogue")
    use_language("zh_CN")
    translation.add_translations(folder)
    assert tr("Duotone") == "Duotone" and tr("Oil paint") == "油画"


def test_the_command_line_speaks_the_language_of_the_variable_or_of_the_settings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GANSTUDIO_LANGUAGE", "zh_CN")
    assert run(["train", "--help"]) == 0
    said = capsys.readouterr().out
    assert "用法" in said and "选项" in said and "用文件夹 DATA 训练 GAN" in said and "每步图片数" in said
    assert run(["stylize"]) == 2
    assert "缺少参数" in capsys.readouterr().err
    monkeypatch.delenv("GANSTUDIO_LANGUAGE")
    assert run(["train", "--help"]) == 0
    assert "Train a GAN" in capsys.readouterr().out
    save_settings(Home(), Settings(language="zh_CN"))
    assert run(["styles", "nothing-like-it"]) == 1
    assert "没有名为“nothing-like-it”的风格" in capsys.readouterr().err


def test_what_is_to_be_translated_is_found_in_the_source() -> None:
    source = """
tr("{a} of {b}", a=1)
GanStudioError(f"{a} is wrong")
tr_plural("1 file", "{n} files", 3)
class Options:
    brush_size: int = option(3, "How broad it is.", unit="pixels")
"""
    found = list(find_in(source, "here.py"))
    texts = [each.text for each in found if isinstance(each, Message)]
    assert {"{a} of {b}", ("1 file", "{n} files"), "Brush size", "How broad it is.", "pixels"} <= {*texts}
    assert [each.line for each in found if isinstance(each, Untranslatable)] == [3]
