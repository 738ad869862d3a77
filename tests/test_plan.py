"""The plan says by pictures seen where a training stands."""

from ganstudio.api.schedule import Moment, Plan, Stage

GROWING = Plan((Stage(4, 64, 1000), Stage(8, 32, 2000, fade=500), Stage(16, 16, 3000, fade=1000)))


def test_one_stage_stays_as_it_is() -> None:
    plan = Plan((Stage(32, 64, 1000),))
    assert plan.at(0) == plan.at(999) == plan.at(5000) == Moment(0, 32, 64, 1.0)


def test_stages_follow_each_other_and_fade_in() -> None:
    assert GROWING.at(0) == GROWING.at(999) == Moment(0, 4, 64, 1.0)
    assert GROWING.at(1000) == Moment(1, 8, 32, 0.0)
    assert GROWING.at(1250) == Moment(1, 8, 32, 0.5)
    assert GROWING.at(1500) == GROWING.at(2999) == Moment(1, 8, 32, 1.0)
    assert GROWING.at(3250) == Moment(2, 16, 16, 0.25)


def test_the_last_stage_lasts_as_long_as_the_training() -> None:
    assert GROWING.at(6000) == GROWING.at(10**9) == Moment(2, 16, 16, 1.0)
