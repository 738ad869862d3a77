"""Translations: `python -m i18n` brings the catalogues up to date, `python -m i18n check` names what they lack."""
