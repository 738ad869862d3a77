"""Mask: where in a picture a style counts, as values that do not depend on the picture's size."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=-10, le=10, allow_inf_nan=False)]  # a stroke may begin outside of the picture
Point = tuple[Share, Share]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fade(_Value):
    """From nothing at `start` to everything at `end`, in a straight line; places are shares of width and height."""

    start: Point
    end: Point


class Tones(_Value):
    """What is of a brightness between `low` and `high` (luma, 0 to 1), with `soft` of it on both sides to fade in."""

    low: float = Field(default=0.0, ge=0, le=1)
    high: float = Field(default=1.0, ge=0, le=1)
    soft: float = Field(default=0.1, ge=0, le=1)


class Stroke(_Value):
    """One stroke of a brush along points in shares of width and height.

    `size` is how wide it is, as a share of the longer side; a hard one (1) has a sharp edge.
    """

    points: tuple[Point, ...] = Field(min_length=1)
    size: float = Field(default=0.1, gt=0, le=1)
    hardness: float = Field(default=0.5, ge=0, le=1)
    opacity: float = Field(default=1.0, ge=0, le=1)
    erase: bool = False


class Mask(_Value):
    """Everything (or nothing), less what fade and tones leave out, then strokes, feathered, perhaps inverted.

    `feather` is a share of the longer side.
    """

    full: bool = True
    fade: Fade | None = None
    tones: Tones | None = None
    strokes: tuple[Stroke, ...] = ()
    feather: float = Field(default=0.0, ge=0, le=0.2)
    invert: bool = False
