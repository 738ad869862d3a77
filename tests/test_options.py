"""Options: one declaration for values, flags, forms and pixels."""

from typing import Any, Literal

import pytest
from pydantic import ValidationError

from ganstudio.api.options import PER_MILLE, OptionField, Options, fields, length, option, parse
from ganstudio.core.errors import GanStudioError


class Ink(Options):
    colour: Literal["black", "sepia"] = option("black", "Colour of the ink.")
    lines: int = option(8, "How many lines.", least=1, most=20)
    rough: bool = option(False, "Whether the paper is rough.", expert=True)
    width: float = length(5, "How wide a line is.", least=1, most=50)
    picture: str = option("", "The picture of the paper.", unit="picture")


def test_fields_tell_all_that_a_form_needs() -> None:
    colour, lines, rough, width, picture = fields(Ink)
    assert lines == OptionField("lines", "Lines", "whole", 8, "How many lines.", 1, 20, "", False, ())
    assert (colour.kind, colour.choices, colour.least) == ("choice", ("black", "sepia"), None)
    assert (rough.kind, rough.default, rough.expert) == ("switch", False, True)
    assert (width.kind, width.unit, width.least, width.most) == ("number", PER_MILLE, 1, 50)
    assert (picture.kind, picture.unit) == ("text", "picture")


def test_values_and_the_text_of_the_command_line_mean_the_same() -> None:
    typed = parse(Ink, {"lines": 3, "rough": True, "width": 2.5}, "ink")
    assert parse(Ink, {"lines": "3", "rough": "true", "width": "2.5"}, "ink") == typed


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"lines": 21}, "Option “lines” of ink is 21: input should be less than or equal to 20"),
        ({"lines": "many"}, "Option “lines” of ink is 'many'"),
        ({"colour": "red"}, "Option “colour” of ink is 'red': input should be 'black' or 'sepia'"),
        ({"widht": 3}, "no option of ink called “widht”; did you mean width"),
        ({"zzz": 3}, "no option of ink called “zzz”; known are: colour, lines, picture, rough, width"),
    ],
)
def test_what_does_not_fit_is_named(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(GanStudioError, match=sentence):
        parse(Ink, given, "ink")


def test_lengths_follow_the_picture_and_nothing_else_does() -> None:
    ink = Ink(width=10, lines=7)
    assert ink.in_pixels(4000) == Ink.model_construct(**ink.model_dump() | {"width": 40.0})
    assert ink.width == 10


def test_options_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(Ink(), "lines", 3)  # noqa: B010
