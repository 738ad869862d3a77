"""The gallery: shelves, stars that stay, search in two languages with slips, arrows and Enter, a style by chance."""

from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, Qt
from pytestqt.qtbot import QtBot

from ganstudio.core.settings import Home, load_settings
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.stylize.random_look import random_look
from ganstudio.gui.stylize.style_shelves import list_tags, tags_of
from ganstudio.gui.stylize.style_view import star_place
from ganstudio.gui.widgets.cards import Card
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.mask import Mask
from tests.packs.made import make_pack

_LONG = 30_000


def shelves(page: StylizePage) -> dict[str, list[str]]:
    """What stands under which heading."""
    made: dict[str, list[str]] = {}
    for card in page.gallery.view.cards.cards:
        if card.heading:
            made[card.title] = []
        else:
            made[list(made)[-1]].append(card.key)
    return made


def test_each_style_stands_on_one_shelf_and_what_the_user_installed_is_mine(
    page: StylizePage, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    stand = shelves(page)
    assert list(stand)[:2] == ["Classic", "Packs"]
    assert "oil" in stand["Classic"]
    everything = [name for names in stand.values() for name in names]
    assert sorted(everything) == sorted(context.catalog.styles)
    page.selection.install(make_pack(tmp_path / "夜.ganstyle"))
    qtbot.waitUntil(lambda: shelves(page).get("Mine") == ["blue-night"], timeout=_LONG)
    card = next(card for card in page.gallery.view.cards.cards if card.key == "blue-night")
    assert str(context.home.packs / "blue-night.ganstyle") in card.tip
    assert "Came with GAN Studio" in next(card for card in page.gallery.view.cards.cards if card.key == "oil").tip


def test_a_star_puts_a_style_first_and_stays_so(page: StylizePage, context: AppContext, qtbot: QtBot) -> None:
    view = page.gallery.view
    chosen = page.controller.editing.style
    row = next(row for row, card in enumerate(view.cards.cards) if card.key == "pencil")
    place = star_place(view.visualRect(view.cards.index(row)), view._delegate.picture)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert shelves(page)["Favourites"] == ["pencil"] and "pencil" not in shelves(page)["Classic"]
    assert page.controller.editing.style == chosen
    page.gallery.star("halftone")
    assert load_settings(Home())[0].favourites == ("pencil", "halftone")
    assert next(iter(shelves(page))) == "Favourites"
    page.gallery.star("pencil")
    assert shelves(page)["Favourites"] == ["halftone"] and "pencil" in shelves(page)["Classic"]


def test_arrows_walk_enter_chooses_and_a_key_stars(page: StylizePage, qtbot: QtBot) -> None:
    view = page.gallery.view
    first = page.controller.editing.style
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    walked = view.current_key()
    assert walked not in (None, first) and page.controller.editing.style == first and view.key() == first
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page.controller.editing.style == walked == view.key()
    before = page.column.canvas.grab().toImage()
    qtbot.keyPress(view, Qt.Key.Key_Space)
    assert page.column.canvas.grab().toImage() != before and view.key() == walked
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert page.column.canvas.grab().toImage() == before
    qtbot.keyClick(view, Qt.Key.Key_Right)
    further = view.current_key()
    qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    assert shelves(page)["Favourites"] == [further] and page.controller.editing.style == walked
    assert view.key() == walked and view.current_key() == further


def names(page: StylizePage, words: str) -> list[str]:
    page.gallery.search(words)
    return [card.key for card in page.gallery.view.cards.cards]


def test_search_knows_both_languages_and_forgives_slips(page: StylizePage) -> None:
    assert names(page, "waterclour")[0] == "watercolour"
    assert names(page, "pensil")[0] == "pencil"
    assert names(page, "铅笔")[0] == "pencil"
    assert "mosaic" in names(page, "MOS")
    assert names(page, "qwxzqw") == []
    assert len(names(page, "")) > len(page._context.catalog.styles)


def test_a_style_that_asks_for_a_picture_waits_for_no_thumbnail(page: StylizePage) -> None:
    asking = next(card for card in page.gallery.view.cards.cards if card.key == "like-picture")
    assert asking.pixmap is not None and "like-picture" not in page.gallery.missing_thumbnails()
    assert page.gallery.missing_thumbnails() <= set(page._context.catalog.styles)


def test_a_style_begins_with_the_strength_that_it_suggests(
    page: StylizePage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(context.catalog.style("mosaic")), "strength", 0.7)
    page.gallery.view.choose("mosaic")
    assert (
        page.controller.editing.layer == Layer(style="mosaic", strength=0.7) and page.look_panel.layer.strength.value() == 70
    )
    page.gallery.view.choose("pencil")
    assert page.controller.editing.layer == Layer(style="pencil")
    page.controller.editing.change_layer(strength=0.4)
    page.gallery.view.choose("mosaic")
    assert page.controller.editing.layer == Layer(style="mosaic", strength=0.4)


def test_a_surprise_is_one_step_and_only_of_the_chosen_layer(page: StylizePage, context: AppContext) -> None:
    mask = Mask(feather=0.1)
    before = Look(layers=(Layer(style="oil", strength=0.5, mask=mask), Layer(style="pencil")))
    page.controller.editing.adopt(before)
    page.controller.editing.choose(0)
    page.selection.surprise()
    after = page.controller.editing.look.layers
    assert after[0].style != "oil" and (after[0].strength, after[0].mask) == (0.5, mask) and after[1] == before.layers[1]
    assert page.controller.editing.chosen == 0
    page.controller.editing.undo()
    assert page.controller.editing.look == before


def test_whatever_chance_brings_is_a_look_that_can_be_painted(context: AppContext) -> None:
    seen = set()
    for number in range(60):
        layer = random_look(context.catalog, Look(layers=()), 0, Random(number)).layers[0]
        context.catalog.style(layer.style).Options(**layer.options)
        seen.add(layer.style)
    assert len(seen) > 10 and "like-this" not in seen


def test_thumbnails_survive_a_search_and_are_faint_until_they_are_of_the_new_picture(
    page: StylizePage, qtbot: QtBot, tmp_path: Path
) -> None:
    cards = page.gallery.view.cards

    def card(name: str) -> Card:
        return next(card for card in cards.cards if card.key == name)

    qtbot.waitUntil(lambda: card("mosaic").pixmap is not None, timeout=60_000)
    page.gallery.search("油画")
    page.gallery.search("")
    assert card("mosaic").pixmap is not None
    Image.new("RGB", (90, 60), "teal").save(tmp_path / "teal.png")
    page.input.opener.open_file(tmp_path / "teal.png")
    qtbot.waitUntil(lambda: page.controller.picture is not None and page.controller.picture.width == 90, timeout=60_000)
    assert card("mosaic").stale
    qtbot.waitUntil(lambda: not card("mosaic").stale, timeout=60_000)


def test_thumbnails_in_sight_come_first_then_those_scrolled_to_and_the_others_after_a_while(
    page: StylizePage, context: AppContext, qtbot: QtBot
) -> None:
    view = page.gallery.view

    def in_sight() -> set[str]:
        return {view.cards.cards[row].key for row in view.visible_rows()} & set(context.catalog.styles)

    def made() -> set[str]:
        return {card.key for card in view.cards.cards if card.pixmap is not None}

    page.resize(1000, 300)
    page.gallery._idle_timer.setInterval(3_600_000)  # nobody looks that long
    qtbot.waitUntil(lambda: in_sight() <= made(), timeout=60_000)
    assert len(made()) < len(context.catalog.styles)
    view.verticalScrollBar().setValue(view.verticalScrollBar().pageStep())
    assert in_sight() - made()
    qtbot.waitUntil(lambda: in_sight() <= made(), timeout=60_000)
    before = made()
    page.gallery._idle_timer.setInterval(0)
    qtbot.waitUntil(lambda: len(made()) > len(before), timeout=60_000)


def test_a_pointer_that_rests_on_a_style_shows_it_without_taking_it(page: StylizePage, qtbot: QtBot) -> None:
    view, canvas, editing = page.gallery.view, page.column.canvas, page.controller.editing
    before, image = editing.look, canvas.exact_image()
    row = next(row for row, card in enumerate(view.cards.cards) if card.key == "halftone")
    view.scrollTo(view.cards.index(row))
    place = view.visualRect(view.cards.index(row)).center()
    qtbot.mouseMove(view.viewport(), place)
    with qtbot.waitSignal(view.hovered, timeout=_LONG):
        qtbot.mouseMove(view.viewport(), place + QPoint(2, 2))
    qtbot.waitUntil(lambda: canvas.has_exact() and canvas.exact_image() != image, timeout=_LONG)
    assert editing.look == before and not editing.can_undo
    view.leaveEvent(QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: canvas.has_exact() and canvas.exact_image() == image, timeout=_LONG)
    tried = page.selection.look_with("halftone")
    view.choose("halftone")
    assert editing.look == tried, "what was shown is what is taken"


def test_styles_are_found_by_their_kind(page: StylizePage, context: AppContext) -> None:
    tags = page.gallery.tags
    tags.setCurrentIndex(tags.findData("print"))
    tags.activated.emit(0)
    assert {name for names in shelves(page).values() for name in names} == {"halftone", "comic", "riso"}
    page.gallery.show_styles()
    assert tags.currentData() == "print", "the choice outlives plugins that come in"
    tags.setCurrentIndex(0)
    tags.activated.emit(0)
    assert len([name for names in shelves(page).values() for name in names]) == len(context.catalog.styles)
    own = SimpleNamespace(tags=("Origami",), trained=False, scale=2)
    assert tags_of(own) == {"origami", "enlarges"}  # type: ignore[arg-type]
    assert list_tags([own]) == [("enlarges", "Enlarges"), ("origami", "Origami")]  # type: ignore[list-item]


def test_cards_can_be_large(page: StylizePage, qtbot: QtBot) -> None:
    view = page.gallery.view
    small = view.visualRect(view.cards.index(1)).size()
    page.gallery.large.click()
    qtbot.waitUntil(lambda: view.visualRect(view.cards.index(1)).width() > 1.8 * small.width(), timeout=_LONG)
    page.gallery.large.click()
    qtbot.waitUntil(lambda: view.visualRect(view.cards.index(1)).size() == small, timeout=_LONG)
