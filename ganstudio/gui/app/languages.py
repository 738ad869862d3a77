"""The languages of the window: which there are, and the one that it is built in."""

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from ganstudio.core.files import resources


def languages() -> dict[str, str]:
    """The languages that there are, code to its own name."""
    codes = ["en", *(file.stem.split("_", 1)[1] for file in sorted((resources() / "translations").glob("*.qm")))]
    return {code: "English" if code == "en" else QLocale(code).nativeLanguageName() or code for code in codes}


def use_language(app: QCoreApplication, code: str) -> None:
    """Translate the window that is built from now on."""
    translator = QTranslator(app)
    if translator.load(f"ganstudio_{code}", str(resources() / "translations")):
        app.installTranslator(translator)
