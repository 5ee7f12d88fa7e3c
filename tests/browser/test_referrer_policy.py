"""An app's Referrer-Policy decides whether a logout on another site sees where the click came from, or asks."""

import pytest

from tests.browser.visitor import Visitor

SET = """policy => document.head.append(Object.assign(document.createElement("meta"),
  { name: "referrer", content: policy }))"""


@pytest.mark.parametrize(("policy", "way"), [("no-referrer", "form"), ("same-origin", "form"), ("same-origin", "link")])
def test_a_policy_that_hides_the_app_has_the_person_asked(ada: Visitor, policy: str, way: str) -> None:
    ada.page.evaluate(SET, policy)
    ada.way_out(way).click()
    ada.page.get_by_text("Do you want to sign out of shop?").wait_for()
    ada.page.get_by_role("button", name="Sign out").click()
    ada.at_the_end()


def test_a_policy_that_shows_the_origin_is_enough(ada: Visitor) -> None:
    ada.page.evaluate(SET, "strict-origin")
    ada.way_out("form").click()
    ada.at_the_end()
    assert ada.alive() == set()
