"""What another site's page can load, frame or fetch ahead has no effect, whoever is signed in."""

import pytest

from tests.browser.evidence import Evidence
from tests.browser.other_site import OtherSite
from tests.browser.visitor import EVERYTHING, Visitor

LOADED = ("image", "iframe", "object", "script", "stylesheet", "fetch", "beacon", "framed form")
# Chrome fetches another site's page ahead by speculation rules only where it has no cookie there, so not here.
AHEAD = (("prefetch", [503]), ("speculation", []))


@pytest.mark.parametrize("page", LOADED)
def test_what_a_page_of_another_site_loads_is_refused(alan: Visitor, other_site: OtherSite, page: str) -> None:
    evidence = Evidence(alan.system)
    alan.page.goto(other_site.page(page, alan.plain_link()), wait_until="networkidle")
    alan.picture("the other site")
    assert evidence.answers("/logout") == [403]
    assert evidence.steps() == {"refused"}
    assert alan.alive() == EVERYTHING


@pytest.mark.parametrize(("page", "answers"), AHEAD)
def test_what_a_page_of_another_site_fetches_ahead_has_no_effect(
    alan: Visitor, other_site: OtherSite, page: str, answers: list[int]
) -> None:
    evidence = Evidence(alan.system)
    alan.page.goto(other_site.page(page, alan.plain_link()), wait_until="networkidle")
    alan.picture("the other site")
    assert evidence.answers("/logout") == answers
    assert evidence.steps() <= {"refused"}
    assert alan.alive() == EVERYTHING
