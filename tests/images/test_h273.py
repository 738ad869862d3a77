"""Colours named by numbers: against Little CMS, libvips, and the figures that the recommendations print."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from ganstudio.images.h273 import HLG, PQ, SRGB, Coding, hlg_scene, icc_profile, pq_light, pq_values, to_sdr, tone_map

COLOURS = np.stack(np.meshgrid(*[np.array([0, 40, 128, 200, 255], np.uint8)] * 3), -1).reshape(5, 25, 3)


def by_little_cms(colours: np.ndarray, icc: bytes) -> np.ndarray:
    image = ImageCms.profileToProfile(
        Image.fromarray(colours), ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    return np.asarray(image)


@pytest.mark.parametrize(
    "coding", [Coding(12, 13), Coding(9, 14), Coding(1, 1), Coding(1, 8), Coding(1, gamma=2.2), Coding(11, 17), Coding(5, 5)]
)
def test_a_profile_means_to_little_cms_what_the_numbers_say(coding: Coding) -> None:
    icc = icc_profile(coding)
    assert icc is not None
    theirs, ours = by_little_cms(COLOURS, icc), to_sdr(COLOURS, coding)
    assert np.abs(theirs.astype(int) - np.round(ours / 257)).max() <= 2


def test_srgb_and_what_says_nothing_need_no_profile() -> None:
    assert icc_profile(Coding(1, SRGB)) is None and icc_profile(Coding()) is None and icc_profile(Coding(9, PQ)) is None


def test_figures_of_bt_2100_and_bt_2408() -> None:
    assert pq_light(np.array([0.58, 0.75])) == pytest.approx([203, 983], rel=0.02)
    assert pq_values(np.array([100.0, 1000.0])) == pytest.approx([0.508, 0.752], abs=0.001)
    assert hlg_scene(np.array([0.5, 1.0])) == pytest.approx([1 / 12, 1], abs=1e-4)
    assert 1000 * hlg_scene(np.array(0.75)) ** 1.2 == pytest.approx(203, rel=0.01)


def test_the_curve_of_bt_2390_leaves_the_dark_as_it_is_and_brings_the_peak_to_white() -> None:
    light = np.array([1.0, 10, 50, 203, 1000])
    mapped = tone_map(light, 1000)
    assert mapped[:3] == pytest.approx(light[:3], rel=0.01)
    assert mapped[4] == pytest.approx(203, rel=0.01) and 120 < mapped[3] < 203
    assert (tone_map(light[:4], 203) == light[:4]).all()


@pytest.mark.parametrize("level", [0, 20, 90, 180, 255])
def test_sdr_in_pq_comes_back_as_it_was(level: int) -> None:
    grey = np.full((4, 4, 3), level / 255)
    grey[0] = 1  # a white, so that the peak is that of SDR
    light = np.where(grey <= 0.04045, grey / 12.92, ((grey + 0.055) / 1.055) ** 2.4)
    stored = np.round(pq_values(203 * light) * 65_535).astype(np.uint16)
    back = to_sdr(stored, Coding(9, PQ)) / 257
    assert np.abs(back[1:] - level).max() < 1 and back[0].min() > 253


def test_hlg_white_is_bright_and_its_peak_is_white() -> None:
    values = np.round(np.array([[[0.75] * 3, [1.0] * 3, [0.0] * 3]]) * 65_535).astype(np.uint16)
    white, peak, black = to_sdr(values, Coding(9, HLG))[0, :, 0] / 65_535
    assert 0.85 < white < 0.97 and peak > 0.99 and black == 0
