"""Sign in and out by clicking: who is dead is asked at its owner, and the next sign-in asks for the password."""

from tests.browser.visitor import EVERYTHING, Visitor


def test_a_link_signs_out(ada: Visitor) -> None:
    assert ada.alive() == EVERYTHING
    ada.page.get_by_role("link", name="Sign out", exact=True).click()
    ada.at_the_end()
    assert ada.alive() == set()
    assert ada.sign_in()
