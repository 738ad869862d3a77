"""Looks: values that go in and out of JSON."""

import pytest
from pydantic import ValidationError

from ganstudio.stylize.look import Layer, Look, resolve
from tests.stylize.styles import CATALOG, ScreenOptions


def test_json_and_back() -> None:
    look = Look(
        layers=(Layer(style="haze", options={"width": 3.5}, strength=1.5), Layer(style="negative")), keep_colours=True
    )
    assert Look.model_validate_json(look.model_dump_json()) == look


@pytest.mark.parametrize("bad", ['{"layers": [{"style": "haze", "strength": 2}]}', '{"layers": [], "colour": 1}', "{}"])
def test_what_is_no_look_is_refused(bad: str) -> None:
    with pytest.raises(ValidationError):
        Look.model_validate_json(bad)


def test_lengths_become_pixels_of_the_picture() -> None:
    look = Look(layers=(Layer(style="screen", options={"width": "25"}),))
    assert resolve(look, CATALOG, 4000)[0].options == ScreenOptions.model_construct(width=100.0)
