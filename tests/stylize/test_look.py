"""Looks: values that go in and out of JSON."""

import pytest
from pydantic import ValidationError

from ganstudio.errors import GanStudioError
from ganstudio.stylize.look import Layer, Look, normalise, read_look, resolve
from tests.stylize.styles import CATALOG, ScreenOptions


def test_json_and_back() -> None:
    look = Look(
        layers=(Layer(style="haze", options={"width": 3.5}, strength=1.5), Layer(style="negative")), keep_colours=True
    )
    assert read_look(look.model_dump_json(), "look.json") == look


@pytest.mark.parametrize(
    "bad", ['{"layers": [{"style": "haze", "strength": 2}]}', '{"layers": [], "colour": 1}', "{}", "no json"]
)
def test_what_is_no_look_is_refused(bad: str) -> None:
    with pytest.raises(ValidationError):
        Look.model_validate_json(bad)
    with pytest.raises(GanStudioError, match=r"dream\.json is not a look \(.*\); write one"):
        read_look(bad, "dream.json")


def test_lengths_become_pixels_of_the_picture() -> None:
    look = Look(layers=(Layer(style="screen", options={"width": "25"}),))
    assert resolve(look, CATALOG, 4000)[0].options == ScreenOptions.model_construct(width=100.0)


def test_lengths_grow_with_a_picture_that_a_style_enlarges() -> None:
    look = Look(layers=(Layer(style="double"), Layer(style="screen", options={"width": 25}, strength=0)))
    double, screen = resolve(look, CATALOG, 1000)
    assert (double.enlarged, screen.enlarged) == (1, 2)
    assert screen.options == ScreenOptions.model_construct(width=50.0)


def test_options_are_what_the_style_declares_and_others_stay() -> None:
    look = Look(
        layers=(
            Layer(style="screen", options={"width": "25"}),
            Layer(style="gone", options={"width": "25"}),
            Layer(style="screen"),
        )
    )
    once = normalise(look, CATALOG)
    assert [layer.options for layer in once.layers] == [{"width": 25.0}, {"width": "25"}, {}]
    assert isinstance(once.layers[0].options["width"], float) and normalise(once, CATALOG) == once
    for wrong in ({"widht": "25"}, {"width": "wide"}, {"width": 1000}):
        with pytest.raises(GanStudioError, match="of Screen"):
            normalise(Look(layers=(Layer(style="screen", options=wrong),)), CATALOG)
