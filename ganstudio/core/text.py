"""Text of strangers (names of files, of plugins, of authors) made fit for one line that a person reads."""

import unicodedata

_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\ufeff\u2028\u2029")
_UNPRINTABLE = frozenset({"Cc", "Cs"})


def strip_control_characters(text: str) -> str:
    """The text on one line: white space becomes a blank; what would steer a terminal or turn the writing becomes “�”."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if letter.isspace() else "�" if is_control(letter) else letter for letter in text)


def is_control(letter: str) -> bool:
    """Whether a letter steers rather than shows: control codes, lone surrogates, marks that turn the direction."""
    return letter in _BIDIRECTIONAL or letter in _INVISIBLE or unicodedata.category(letter) in _UNPRINTABLE
