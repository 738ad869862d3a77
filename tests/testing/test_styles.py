"""The conformance check of styles passes what is well, and says in words what is not."""

from typing import Any, ClassVar

import pytest
import torch
from torch import Tensor

from ganstudio.api.options import option
from ganstudio.api.style import Statistics, Style, Tile, View
from ganstudio.testing.styles import check_style
from ganstudio.testing.synthetic import Haze, HazeOptions


def test_a_good_style_conforms() -> None:
    before = torch.random.get_rng_state()
    check_style(Haze())
    check_style(Haze(), depth=1.0, width=40)
    assert torch.random.get_rng_state().equal(before)


class Loud(Haze):
    id = "Loud!"


class Curt(Haze):
    summary = "Soft"


class Wordy(Haze):
    prompt_words: ClassVar[Any] = {"en": "haze"}


class Shrinking(Haze):
    scale = 0


class Enlarged(Haze):
    """What Haze gives, three times as large."""

    scale = 3

    def apply(self, tile: Tile, options: HazeOptions, statistics: Statistics) -> Tensor:
        return super().apply(tile, options, statistics).repeat_interleave(3, 2).repeat_interleave(3, 3)


class Helpless(Haze):
    class Options(HazeOptions):
        speed: float = option(1.0, "", least=0, most=1)


class Boundless(Haze):
    class Options(HazeOptions):
        speed: float = option(1.0, "How fast it goes.")


class Changed(Haze):
    """Whatever Haze gives, changed."""

    def apply(self, tile: Tile, options: HazeOptions, statistics: Statistics) -> Tensor:
        return self.change(super().apply(tile, options, statistics), tile)

    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        raise NotImplementedError


class Half(Changed):
    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        return styled[..., ::2, ::2]


class Double(Changed):
    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        return styled.double()


class Bright(Changed):
    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        return styled * 255


class Hole(Changed):
    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        return styled / (styled - styled)


class Rough(Changed):
    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        tile.pixels.clamp_(0, 0.5)
        return styled


class Dice(Changed):
    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        return (styled + 0.1 * torch.rand(styled.shape)).clamp(0, 1)


class Moody(Changed):
    count = 0

    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        Moody.count += 1
        return (styled + Moody.count % 2 * 0.1).clamp(0, 1)


class ShortSighted(Haze):
    def margin(self, options: HazeOptions) -> int:
        return round(options.width) if self.looking else 0

    looking = False

    def apply(self, tile: Tile, options: HazeOptions, statistics: Statistics) -> Tensor:
        self.looking = True
        styled = super().apply(tile, options, statistics)
        self.looking = False
        return styled


class Restarting(Changed):
    """A pattern that begins anew in each tile."""

    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        return styled * (torch.arange(styled.shape[-1]) % 8 < 4)


class Levels(Changed):
    """Statistics of the tile where those of the picture were due."""

    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        return styled / styled.amax((2, 3), keepdim=True)


class Crowd(Changed):
    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        return styled - styled.mean(0, keepdim=True) / 2


class Lonely(Changed):
    def change(self, styled: Tensor, tile: Tile) -> Tensor:
        return styled[:1]


class Fractional(Haze):
    def margin(self, options: HazeOptions) -> int:
        return options.width  # type: ignore[return-value]


class Coarse(Haze):
    """Fails where the picture is smaller than it thought of."""

    def measure(self, view: View, options: HazeOptions) -> Statistics:
        view.small(64)[0, 0, 5, 5].item()
        return super().measure(view, options)


class Brittle(Haze):
    def measure(self, view: View, options: HazeOptions) -> Statistics:
        assert options.depth < 1, "too deep"
        return super().measure(view, options)


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (Loud(), "the id “Loud!” has more"),
        (Curt(), "the summary is no sentence"),
        (Wordy(), "words for “en” are no tuple"),
        (Shrinking(), "the scale is 0"),
        (Helpless(), "option “speed” has no sentence of help"),
        (Boundless(), "option “speed” has no bounds"),
        (Half(), "have the shape .* instead of"),
        (Double(), "float64 instead of float32"),
        (Bright(), r"out of \[0, 1\]"),
        (Hole(), "are not finite"),
        (Rough(), "changes the pixels that it is given"),
        (Dice(), "uses torch's global random state"),
        (Moody(), "gives other pixels for the same input"),
        (ShortSighted(), r"differ from the whole by .*; enlarge the margin \(0\)"),
        (Restarting(), "differ from the whole"),
        (Levels(), "differ from the whole"),
        (Crowd(), "a picture depends on the other"),
        (Lonely(), "a batch of two gives the shape"),
        (Fractional(), "the margin is 4.0; it must be a whole number"),
        (Coarse(), "on a picture of 1 × 1 pixels .* raises IndexError"),
        (Brittle(), "with {'width': 50, 'depth': 1}: too deep"),
    ],
)
def test_what_is_broken_is_named(broken: Style[Any], sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio.testing.styles.check_lightness", lambda _: None)  # these live among tests
    with pytest.raises(AssertionError, match=sentence):
        check_style(broken)


def test_a_style_may_enlarge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio.testing.styles.check_lightness", lambda _: None)
    check_style(Enlarged())


def test_a_heavy_import_is_named() -> None:
    with pytest.raises(AssertionError, match="The module of Curious imports torch"):
        check_style(Curious())


class Curious(Haze):
    """Nothing is wrong but where it lives."""
