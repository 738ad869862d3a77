"""Sheets of pictures with words below."""

import numpy as np

from ganstudio.images.contact_sheet import make_contact_sheet
from ganstudio.images.picture import Picture

GROUND = (27, 27, 28)


def test_pictures_lie_in_rows_with_their_words() -> None:
    red, green = (np.full((50, 100, 3), colour, np.uint8) for colour in ((255, 0, 0), (0, 255, 0)))
    page = make_contact_sheet([(Picture(red), "Red"), (green, "Green"), (Picture(red), "")], columns=2, cell=120).pixels
    assert page.shape == (2 * (60 + 28 + 16) + 16, 2 * (120 + 16) + 16, 3)
    assert page[46, 76].tolist() == [255, 0, 0] and page[46, 212].tolist() == [0, 255, 0]
    assert (page[76:104, 16:136].max(axis=2) > 150).any()  # its words
    assert (page[180:208, 16:136] == GROUND).all()  # no words


def test_tall_wide_transparent_and_none() -> None:
    tall, wide = Picture(np.full((90, 10, 3), 200, np.uint8)), Picture(np.full((10, 90, 3), 100, np.uint8))
    clear = Picture(np.zeros((30, 30, 3), np.uint8), alpha=np.zeros((30, 30), np.uint8))
    page = make_contact_sheet([(tall, "x" * 400), (wide, "图片 · 🎨"), (clear, "c")], columns=9, cell=90).pixels
    assert page.shape == (90 + 28 + 16 + 16, 3 * 106 + 16, 3)
    assert page[61, 273].tolist() == [255, 255, 255]
    assert (page[16 + 90 :, 106:122] == GROUND).all()  # long words are cut
    assert make_contact_sheet([], columns=3, cell=50).pixels.shape[2] == 3
