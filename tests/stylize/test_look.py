"""Looks: values that go in and out of JSON."""

import pytest
from pydantic import ValidationError

from ganstudio.core.errors import GanStudioError
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Layer, Look, begin_layer, normalise, read_look, resolve, strength_for
from tests.stylize.styles import CATALOG, Negative, ScreenOptions


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
    assert (double.scale_up, screen.scale_up) == (1, 2)
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


class Faint(Negative):
    """A style that suggests a strength, and stands behind others."""

    id = "faint"
    strength = 0.7
    rank = 1


FAINT = Catalog(styles={"faint": Faint(), **CATALOG.styles})


def test_a_style_of_a_greater_rank_stands_last_and_others_stay_in_their_order() -> None:
    assert list(FAINT.styles) == [*CATALOG.styles, "faint"]


def test_a_layer_begins_as_strong_as_its_style_suggests_and_a_saved_one_stays() -> None:
    assert begin_layer(Faint()) == Layer(style="faint", strength=0.7)
    assert begin_layer(Negative(), {"a": 1}) == Layer(style="negative", options={"a": 1})
    saved = read_look('{"layers": [{"style": "faint"}]}', "saved.json")
    assert resolve(normalise(saved, FAINT), FAINT, 100)[0].strength == 1


def test_another_style_brings_its_strength_unless_one_was_chosen() -> None:
    faint, negative = Faint(), Negative()
    assert strength_for(faint, None, FAINT) == 0.7
    assert strength_for(faint, Layer(style="negative"), FAINT) == 0.7
    assert strength_for(negative, Layer(style="faint", strength=0.7), FAINT) == 1
    assert strength_for(faint, Layer(style="negative", strength=0.4), FAINT) == 0.4
    assert strength_for(negative, Layer(style="faint", strength=1), FAINT) == 1
