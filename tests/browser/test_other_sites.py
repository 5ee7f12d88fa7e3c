"""What another site's page can load, frame or fetch ahead has no effect, whoever is signed in."""

import pytest

from tests.browser.evidence import Evidence
from tests.browser.other_site import OtherSite
from tests.browser.visitor import EVERYTHING, Visitor

AHEAD = ("prefetch", "speculation")
LOADED = ("image", "iframe", "object", "script", "stylesheet", "fetch", "beacon", "framed form")


@pytest.mark.parametrize("page", LOADED)
def test_what_a_page_of_another_site_loads_is_refused(alan: Visitor, other_site: OtherSite, page: str) -> None:
    evidence = Evidence(alan.system)
    alan.page.goto(other_site.page(page, alan.plain_link()), wait_until="networkidle")
    alan.picture("the other site")
    assert evidence.answers("/logout") == [403]
    assert evidence.steps() == {"refused"}
    assert alan.alive() == EVERYTHING


@pytest.mark.parametrize("page", AHEAD)
def test_what_a_page_of_another_site_fetches_ahead_has_no_effect(
    alan: Visitor, other_site: OtherSite, page: str
) -> None:
    evidence = Evidence(alan.system)
    alan.page.goto(other_site.page(page, alan.plain_link()), wait_until="networkidle")
    alan.picture("the other site")
    # Chrome may choose not to ask: by speculation rules it never does where it has a cookie of the other site.
    assert set(evidence.answers("/logout")) <= {503}
    assert evidence.steps() <= {"refused"}
    assert alan.alive() == EVERYTHING
