"""Live: a look over what moves, what is kept from frame to frame, and the size that is chosen."""

import threading

import numpy as np
import pytest
import torch
from torch import Tensor

from ganstudio.api.style import Statistics, Tile, View
from ganstudio.core.errors import GanStudioError
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.adjustments.values import Adjustments, Geometry, Tone
from ganstudio.stylize.live import LEAST, SIZES, LiveFrame, LiveState, live_frame, next_size
from ganstudio.stylize.look import Layer, Look
from ganstudio.video.live_source import CapturedFrame, FrameSlot
from tests.stylize.styles import Double, Negative, Plain


class Rise(Negative):
    """As light as to make the lightest place white, which is kept for a whole film."""

    id = "rise"
    video_statistics = ("most",)

    def measure(self, view: View, options: Plain) -> Statistics:
        return {"most": float(view.small(64).max())}

    def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
        risen: Tensor = tile.pixels + 1 - statistics["most"]
        return risen.clamp(0, 1)


CATALOG = Catalog(styles={style.id: style for style in (Negative(), Rise(), Double())})


def grey(level: int, width: int = 600, height: int = 400) -> FrameSlot:
    """A source with one even frame."""
    slot = FrameSlot()
    slot.put(CapturedFrame(width, height, 0.0, lambda across, down: np.full((down, across, 3), level, np.uint8)))
    return slot


def frame(slot: FrameSlot, going: LiveState, style: str = "negative", *, mirrored: bool = False) -> LiveFrame:
    look = Look(layers=(Layer(style=style),))
    (shown,) = live_frame(slot, look, CATALOG, going, mirrored=mirrored, stop=threading.Event())
    return shown


def test_a_frame_is_painted_at_the_live_size() -> None:
    shown = frame(grey(60), LiveState())
    assert shown.before.shape == shown.after.shape == (341, 512, 3)
    assert (shown.before == 60).all() and (shown.after == 195).all()
    assert (shown.source.width, shown.source.height) == (600, 400)


def test_a_small_source_is_not_enlarged_but_a_look_may_enlarge_it() -> None:
    assert frame(grey(60, 90, 40), LiveState()).after.shape == (40, 90, 3)
    assert frame(grey(60, 90, 40), LiveState(), "double").after.shape == (80, 180, 3)


def test_a_mirror_turns_left_and_right() -> None:
    slot, slope = FrameSlot(), np.arange(40, dtype=np.uint8)[None, :, None].repeat(30, 0).repeat(3, 2)
    for mirrored in (False, True):
        slot.put(CapturedFrame(40, 30, 0.0, lambda _width, _height: slope))
        shown = frame(slot, LiveState(), mirrored=mirrored)
        assert np.array_equal(255 - shown.after, slope[:, ::-1] if mirrored else slope)


def test_without_a_frame_nothing_is_painted_and_what_ended_the_source_is_raised() -> None:
    slot, look = FrameSlot(), Look(layers=(Layer(style="negative"),))
    assert list(live_frame(slot, look, CATALOG, LiveState(), stop=threading.Event())) == []
    slot.fail(GanStudioError("It was unplugged."))
    with pytest.raises(GanStudioError, match="unplugged"):
        list(live_frame(slot, look, CATALOG, LiveState(), stop=threading.Event()))


def test_levels_do_not_pump_but_follow_another_light_and_another_look() -> None:
    going = LiveState()
    assert (frame(grey(100), going, "rise").after == 255).all()
    assert (frame(grey(90), going, "rise").after == 245).all(), "a little darker stays a little darker"
    assert (frame(grey(40), going, "rise").after == 255).all(), "another light is levelled anew"
    assert (frame(grey(35), going, "rise").after == 250).all()
    frame(grey(35), going)
    assert (frame(grey(35), going, "rise").after == 255).all(), "taken anew after another look"


def test_a_stopped_frame_is_not_shown_and_torch_keeps_its_threads() -> None:
    stop, look, going, threads = (
        threading.Event(),
        Look(layers=(Layer(style="negative"),)),
        LiveState(),
        torch.get_num_threads(),
    )
    stop.set()
    assert list(live_frame(grey(1), look, CATALOG, going, stop=stop)) == []
    assert torch.get_num_threads() == threads
    assert going.frame_start is None and going.frame_times == []


def test_the_size_holds_the_rate() -> None:
    fast, slow = 0.3 / LEAST, 1.5 / LEAST
    assert next_size(512, [slow] * 2) == 512, "one slow frame is none"
    assert next_size(512, [slow] * 3) == 384
    assert next_size(512, [9.0]) == 256, "nobody waits for a third one of nine seconds"
    assert next_size(256, [9.0] * 20) == 256
    assert next_size(512, [fast] * 11) == 512
    assert next_size(512, [fast] * 12) == 768
    assert next_size(768, [fast] * 99) == 768
    assert next_size(512, [0.8 / LEAST] * 99) == 512, "fast enough, but not for more"
    for size in SIZES:
        assert next_size(size, [0.9 / LEAST] * 5) == size


def test_a_size_that_was_too_large_is_not_tried_again_soon() -> None:
    going = LiveState()
    going.record_time(0.4)
    assert going.frame_times == [], "a look's first frame is slow for other reasons"
    for _ in range(3):
        going.record_time(1.5 / LEAST)
    assert going.size == 384 and going.frame_times == []
    for _ in range(47):
        going.record_time(0.1 / LEAST)
    assert going.size == 384
    going.record_time(0.1 / LEAST)
    assert going.size == 512


def test_a_style_whose_statistics_all_last_looks_at_the_first_frame_alone() -> None:
    looked: list[float] = []

    class Once(Rise):
        id = "once"

        def measure(self, view: View, options: Plain) -> Statistics:
            looked.append(float(view.small(64).max()))
            return super().measure(view, options)

    catalog, going = Catalog(styles={"once": Once()}), LiveState()
    look = Look(layers=(Layer(style="once"),))
    for level in (60, 56, 50):
        (shown,) = live_frame(grey(level), look, catalog, going, stop=threading.Event())
    assert len(looked) == 1
    assert (shown.after == 245).all()  # as much lighter as the first frame asked for


def test_a_live_frame_is_turned_and_cropped_before_and_after() -> None:
    adjustments = Adjustments(geometry=Geometry(turns=1, ratio=1.0), tone=Tone(exposure=1))
    look = Look(layers=(Layer(style="negative", strength=0.0),), adjustments=adjustments)
    (shown,) = live_frame(grey(100), look, CATALOG, LiveState(size=300), stop=threading.Event())
    assert isinstance(shown, LiveFrame) and shown.before.shape == shown.after.shape == (200, 200, 3)
    assert shown.size == (400, 400), "of the whole frame"
    assert shown.before.max() == 100 < shown.after.min(), "only what comes after is lighter"
