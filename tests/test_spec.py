"""A spec is written once and read back the same."""

from typing import Any

import pytest
from pydantic import ValidationError

from ganstudio.api.schedule import Plan, Stage
from ganstudio.runs.run_spec import RunSpec

SPEC = RunSpec(
    architecture="progressive",
    options={"width": 64, "game": "hinge", "mirrored": True},
    data="/pictures/木 🎨",
    size=16,
    latent=128,
    images=3000,
    plan=Plan((Stage(8, 32, 1000), Stage(16, 16, 2000, fade=500))),
    seed=7,
    precision="bfloat16",
    sample_every=500,
    save_every=1000,
)


def test_there_and_back() -> None:
    back = RunSpec.model_validate_json(SPEC.model_dump_json())
    assert back == SPEC
    assert isinstance(back.plan, Plan) and back.plan.at(1250).alpha == 0.5


@pytest.mark.parametrize(
    "change", [{"images": 0}, {"sample_every": 0}, {"precision": "float16"}, {"colour": "red"}, {"plan": 3}]
)
def test_what_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RunSpec.model_validate(SPEC.model_dump() | change)


def test_a_spec_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(SPEC, "seed", 8)  # noqa: B010
