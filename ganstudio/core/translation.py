"""Words in the user's language, from gettext catalogues: those of the studio, and those that plugins bring. It needs no Qt.

English is what stands in the source; what a catalogue lacks is shown in English.
"""

import gettext
import locale
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

DOMAIN = "ganstudio"
FOLDER = "translations"  # in the studio's resources, and in a plugin: FOLDER/zh_CN/LC_MESSAGES/DOMAIN.mo
VARIABLE = "GANSTUDIO_LANGUAGE"
SOURCE = "en"
# As the program found it: the command line sets LANGUAGE for click.
_ENVIRONMENT = [os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
_TRADITIONAL = {"Hant", "TW", "HK", "MO"}  # Chinese of these places is written in other signs
_logger = logging.getLogger(__name__)


class Translator:
    """The language that words are shown in now, and the folders of its catalogues."""

    def __init__(self) -> None:
        self.code = SOURCE
        self.folders: list[Path] = [own_folder()]
        self.catalogue = gettext.NullTranslations()

    def load(self) -> None:
        """Read the catalogues of the language; where two have a text, the studio's counts before a plugin's."""
        chain = gettext.NullTranslations()
        for folder in reversed(self.folders):
            if found := _read_catalogue(folder, self.code):
                found.add_fallback(chain)
                chain = found
        self.catalogue = chain


def own_folder() -> Path:
    """The folder of the studio's own catalogues."""
    import ganstudio.resources

    return Path(str(ganstudio.resources.__file__)).parent / FOLDER


def tr(text: str, /, **values: object) -> str:
    """The text in the user's language, itself where there is no translation; with values, they stand for its {names}."""
    return _fill(_translator.catalogue.gettext(text) if text else text, text, values)


def tr_plural(one: str, many: str, number: int, /, **values: object) -> str:
    """The text for that number in the user's language; {n} in it is the number, written with separators: “1,200 files”."""
    found = _translator.catalogue.ngettext(one, many, number)
    return _fill(found, one if number == 1 else many, {"n": f"{number:,}", **values})


def tr_noop(text: str) -> str:
    """The text itself: it marks what is translated where it is shown."""
    return text


def tr_plural_noop(one: str, many: str) -> tuple[str, str]:
    """Both texts, marked as `tr_noop` marks one, for `tr_plural` where they are shown."""
    return one, many


def _fill(translated: str, text: str, values: dict[str, object]) -> str:
    if not values:
        return translated
    try:
        return translated.format(**values)
    except (LookupError, ValueError, AttributeError):  # a plugin's translation has other names in it
        return text.format(**values)


def current_language() -> str:
    """The code of the language in use, as “zh_CN”; “en” where nothing is translated."""
    return _translator.code


def use_language(code: str) -> None:
    """Show words in this language from now on."""
    _translator.code = code
    _translator.load()


def add_translations(folder: Path) -> None:
    """Also use the catalogues in a folder, as a plugin brings them; it may be missing."""
    if folder not in _translator.folders and folder.is_dir():
        _translator.folders.append(folder)
        _translator.load()


def language_codes() -> list[str]:
    """The languages that there are: English, and each that has a catalogue."""
    found = own_folder().glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return [SOURCE, *sorted(file.parent.parent.name for file in found)]


def choose_language(setting: str, system: Iterable[str] | None = None) -> str:
    """The language to use: that of GANSTUDIO_LANGUAGE, else of the setting, else the first there is of the system's."""
    wanted = [os.environ.get(VARIABLE) or setting]
    return match_language(wanted if wanted[0] else (system or system_languages()), language_codes())


def match_language(wanted: Iterable[str], there: Sequence[str]) -> str:
    """The first wanted language that there is, written “zh_CN”, “zh-Hans-CN” or “de_DE.UTF-8”; English where none is."""
    for each in wanted:
        parts = each.partition(".")[0].partition("@")[0].replace("-", "_").split("_")
        near = [code for code in there if _is_alike(code.split("_"), parts)]
        if near:
            return next((code for code in near if code == "_".join(parts)), near[0])
    return SOURCE


def _is_alike(code: Sequence[str], wanted: Sequence[str]) -> bool:
    return code[0] == wanted[0] and bool(_TRADITIONAL & {*code}) == bool(_TRADITIONAL & {*wanted})


def system_languages() -> list[str]:
    """The languages of the system's user, the first one first, as the environment names them; on Windows, the system."""
    if sys.platform == "win32":
        import ctypes

        return [locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")]
    return next((each for each in _ENVIRONMENT if each), "").split(":")


def _read_catalogue(folder: Path, code: str) -> gettext.GNUTranslations | None:
    file = folder / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with file.open("rb") as opened:
            return gettext.GNUTranslations(opened)
    except FileNotFoundError:
        return None
    except Exception as error:  # of a plugin's file anything may be wrong; its words stay English
        _logger.warning("%s cannot be read as translations: %s", file, error)
        return None


_translator = Translator()
