"""Third-party cookies blocked or taken: a logout needs none, since every hop is a page of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from local.system import LocalSystem
from tests.browser import chromium
from tests.browser.album import Album
from tests.browser.other_site import OtherSite
from tests.browser.visitor import EVERYTHING, Visitor

WAYS = [
    pytest.param(chromium.BLOCKED, "form", id="blocked, form"),
    pytest.param(chromium.BLOCKED, "fetch", id="blocked, fetch"),
    pytest.param(chromium.TAKEN, "fetch", id="taken, fetch"),
]
ASK = "url => fetch(url, { credentials: 'include' }).then(answer => answer.text())"


@pytest.fixture
def ada(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    system: LocalSystem,
    other_site: OtherSite,
    album: Album,
    tmp_path: Path,
) -> Iterator[Visitor]:
    """Signed in to the shop with a browser of her own, which was seen to treat third-party cookies as it shall."""
    context = chromium.with_profile(playwright, tmp_path / "profile", request.param)
    visitor = Visitor(context, system, "shop", album)
    visitor.page.goto(f"{other_site.tracker}/remember")
    visitor.page.goto(other_site.page("link", ""))
    came_back = visitor.page.evaluate(ASK, f"{other_site.tracker}/recall")
    assert came_back == ("no" if request.param == chromium.BLOCKED else "yes")
    assert visitor.sign_in()
    yield visitor
    context.close()


@pytest.mark.parametrize(("ada", "way"), WAYS, indirect=["ada"])
def test_a_sign_out_needs_no_third_party_cookie(ada: Visitor, way: str) -> None:
    assert ada.alive() == EVERYTHING
    ada.way_out(way).click()
    if way == "fetch":
        ada.page.get_by_role("button", name="Logout", exact=True).click()  # the provider's own question: it got no hint
    ada.at_the_end()
    assert ada.alive() == set()
    assert ada.sign_in()
