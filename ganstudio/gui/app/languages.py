"""The language of the window: which there are, and the use of one, by our own words and by Qt's."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ganstudio.core import translation

_QT = "qtbase"  # the words of Qt's own dialogs and menus


def languages() -> Mapping[str, str]:
    """The languages that there are, code to its own name."""
    return {code: _own_name(code) for code in translation.language_codes()}


def use_language(app: QCoreApplication, setting: str) -> None:
    """Let the window that is built from now on be in the language of the setting, or else of the system."""
    system = [*translation.system_languages(), *QLocale.system().uiLanguages()]
    translation.use_language(translation.choose_language(setting, system))
    code = translation.current_language()
    QLocale.setDefault(QLocale(code))
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()
    translator = QTranslator(app)
    if translator.load(QLocale(code), _QT, "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def _own_name(code: str) -> str:
    """What its speakers call it; with its country where that tells it from another."""
    locale = QLocale(code)
    same = [each for each in translation.language_codes() if each.split("_")[0] == code.split("_")[0]]
    name = "English" if code == translation.SOURCE else locale.nativeLanguageName() or code
    return name if len(same) == 1 else f"{name} ({locale.nativeTerritoryName()})"
