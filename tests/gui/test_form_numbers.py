"""Numbers in a form stay what they are: rates of many sizes, bounds, and whatever nobody touches."""

from typing import Any

import pytest
from pydantic import Field
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ganstudio.api.adversarial import AdversarialOptions
from ganstudio.api.options import OptionField, Options, fields, parse
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.widgets.form import NumberRow, OptionsForm


def row(form: OptionsForm, title: str) -> NumberRow:
    (found,) = [each for each in form.findChildren(NumberRow) if each.accessibleName() == title]
    return found


def numbers(options: type[Options]) -> list[OptionField]:
    kinds = ("whole", "number")
    return [each for each in fields(options) if each.kind in kinds and each.least is not None and each.most is not None]


def owners(context: AppContext) -> list[Any]:
    """All styles and architectures."""
    return [*context.catalog.styles.values(), *context.catalog.architectures.values()]


def tried(field: OptionField) -> list[Any]:
    """The default, the bounds and an odd value between them."""
    assert field.least is not None and field.most is not None
    odd = field.least + (field.most - field.least) * 0.123456789
    values = [field.default, field.least, field.most, odd, field.least + (field.most - field.least) * 1e-4]
    return [round(value) if field.kind == "whole" else value for value in values]


@pytest.mark.proof
def test_every_number_goes_through_the_form_unchanged(context: AppContext, qtbot: QtBot) -> None:
    for owner in owners(context):
        for field in numbers(owner.Options):
            for value in tried(field):
                form = OptionsForm(owner.Options, {field.name: value}, only=[field.name])
                qtbot.addWidget(form)
                editor = row(form, field.title)
                assert form.values()[field.name] == value
                assert editor.value() == pytest.approx(value, rel=1e-5), (owner.id, field.name)
                parse(owner.Options, {field.name: form.values()[field.name]}, owner.title)


@pytest.mark.proof
def test_both_ends_of_every_slider_are_valid(context: AppContext, qtbot: QtBot) -> None:
    for owner in owners(context):
        for field in numbers(owner.Options):
            form = OptionsForm(owner.Options, only=[field.name])
            qtbot.addWidget(form)
            slider = row(form, field.title).slider
            for end, bound in ((slider.maximum(), field.most), (slider.minimum(), field.least)):
                slider.setValue(end)
                assert form.values()[field.name] == bound, (owner.id, field.name)
                parse(owner.Options, {field.name: form.values()[field.name]}, owner.title)


def test_a_learning_rate_is_written_moved_and_stepped(qtbot: QtBot) -> None:
    form = OptionsForm(AdversarialOptions, {"generator_rate": 2.5e-5}, only=["generator_rate"])
    qtbot.addWidget(form)
    rate = row(form, "Generator rate")
    assert rate.box.text() == "2.5e-05"
    assert 0.25 < rate.slider.value() / rate.slider.maximum() < 0.5  # a third of the way from 1e-6 to 1e-2
    rate.box.stepUp()
    assert form.values()["generator_rate"] == pytest.approx(2.75e-5)
    form.show()
    rate.box.setFocus()
    rate.box.selectAll()
    qtbot.keyClicks(rate.box, "3e-4")
    qtbot.keyClick(rate.box, Qt.Key.Key_Return)
    assert form.values()["generator_rate"] == 3e-4
    rate.box.selectAll()
    qtbot.keyClicks(rate.box, "0,0001")
    qtbot.keyClick(rate.box, Qt.Key.Key_Return)
    assert form.values()["generator_rate"] == 1e-4


class Exclusive(Options):
    share: float = Field(0.5, gt=0, lt=1)
    count: int = Field(5, gt=0, lt=10)


def test_bounds_that_do_not_count_themselves(qtbot: QtBot) -> None:
    form = OptionsForm(Exclusive)
    qtbot.addWidget(form)
    for title, name in (("Share", "share"), ("Count", "count")):
        slider = row(form, title).slider
        for end in (slider.minimum(), slider.maximum()):
            slider.setValue(end)
            parse(Exclusive, {name: form.values()[name]}, "it")
