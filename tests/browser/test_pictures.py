"""Our pages look as in the pictures that are kept here, in both themes and two widths; `make pictures` takes them."""

from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.browser.album import ALBUMS
from tests.browser.pictures import EVERY, FOLDER, PAGES, SCHEMES, WIDTHS, difference, keep, taken
from tests.browser.served_pages import ServedPages, served

MOST = 0.003
"""Of a picture may look different: less than one short word."""


@pytest.fixture(scope="module")
def pages() -> Iterator[ServedPages]:
    """Every page, on loopback."""
    with served() as running:
        yield running


@pytest.mark.parametrize(("tag", "name"), EVERY)
def test_a_page_looks_as_in_its_pictures(
    browser: Browser, pages: ServedPages, albums: None, tag: str, name: str
) -> None:
    different = {}
    for file, shot in taken(browser, pages, tag, name):
        with Image.open(FOLDER / file) as kept:
            share = difference(shot, kept)
        if share > MOST:
            keep(shot, ALBUMS / "pictures-that-differ" / file)
            different[file] = share

    assert different == {}, "look at .local/screenshots/pictures-that-differ; if that is right: make pictures"


def test_there_is_a_picture_of_every_page_and_no_other() -> None:
    assert len(list(FOLDER.glob("*.png"))) == sum(map(len, PAGES.values())) * len(WIDTHS) * len(SCHEMES)


def test_the_pictures_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.glob("*.png")) < 750_000


def test_another_color_a_missing_word_and_a_missing_line_are_noticed() -> None:
    file = FOLDER / "good-receipt-en-360-light.png"
    picture = Image.open(file).convert("RGB")
    button, word = picture.copy(), picture.copy()
    ImageDraw.Draw(button).rectangle((20, 180, 340, 232), fill="#1f4fc4")
    ImageDraw.Draw(word).rectangle((95, 20, 230, 45), fill="#ffffff")

    assert difference(picture, picture) == 0
    assert difference(picture, button) > MOST
    assert difference(picture, word) > MOST
    assert difference(picture, picture.crop((0, 0, 360, picture.height - 20))) == 1
