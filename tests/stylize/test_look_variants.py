"""Variations of a look: what can vary, and what comes of it."""

import pytest

from ganstudio.api.options import parse
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Layer, Look, resolve
from ganstudio.stylize.look_variants import axes, vary_look
from ganstudio.stylize.mask import Mask

LOOK = Look(layers=(Layer(style="oil", strength=0.9), Layer(style="halftone", options={"dot": 9.0}, mask=Mask())))


@pytest.fixture(scope="module")
def catalog(bundled: Catalog) -> Catalog:
    return bundled


def test_every_value_of_every_axis_is_a_look_that_can_be_painted(catalog: Catalog) -> None:
    for axis in axes(LOOK, 1, catalog):
        assert len(axis.values) == len({words for words, _ in axis.values}) > 1
        for _, value in axis.values:
            look = vary_look(LOOK, 1, {axis.key: value}, catalog)
            Look.model_validate(look.model_dump())
            parse(catalog.style(look.layers[1].style).Options, look.layers[1].options, axis.title)
            assert look.layers[0] == LOOK.layers[0]
            assert look.layers[1].mask == Mask()


def test_the_look_as_it_is_now_is_among_them(catalog: Catalog) -> None:
    for chosen in (0, 1):
        for axis in axes(LOOK, chosen, catalog):
            same = vary_look(LOOK, chosen, {axis.key: axis.values[axis.place][1]}, catalog)
            assert [each.key for each in resolve(same, catalog, 900)] == [each.key for each in resolve(LOOK, catalog, 900)]


def test_another_style_comes_with_its_own_options(catalog: Catalog) -> None:
    look = vary_look(LOOK, 1, {"style": "pencil", "strength": 0.5}, catalog)
    assert look.layers[1] == Layer(style="pencil", strength=0.5, mask=Mask())
    assert vary_look(LOOK, 1, {"style": "halftone"}, catalog) == LOOK


def test_another_style_comes_with_the_strength_that_it_suggests_unless_one_was_chosen(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(catalog.style("mosaic")), "strength", 0.7)
    strengths = [vary_look(LOOK, number, {"style": "mosaic"}, catalog).layers[number].strength for number in (0, 1)]
    assert strengths == [0.9, 0.7]
    assert vary_look(LOOK, 1, {"style": "mosaic", "strength": 1.0}, catalog).layers[1].strength == 1.0
    suggested = Look(layers=(Layer(style="mosaic", strength=0.7),))
    assert vary_look(suggested, 0, {"style": "pencil"}, catalog).layers[0].strength == 1.0
