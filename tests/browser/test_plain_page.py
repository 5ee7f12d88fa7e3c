"""The plain HTML of docs/frontends.md and the README signs people out, and a `fetch` that fails falls back on it."""

from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Route

from tests.browser.visitor import COOKIES, Visitor

PLAIN = (Path(__file__).parent / "plain.html").read_text(encoding="utf-8")


def shown_to(visitor: Visitor) -> None:
    """Show the page as the visitor's app would: with its own addresses and this person's tokens."""
    client, held = visitor.client, visitor.app_cookies()
    page = PLAIN
    for example, real in {
        "https://logout.example.com": visitor.system.places.logout,
        "1example23456789": client.client_id,
        "https://shop.example.com/signed-out": client.signed_out,
        quote("https://shop.example.com/signed-out", safe=""): quote(client.signed_out, safe=""),
        "(the ID token)": held[f"{client.name}_id"],
        "(the refresh token)": held[f"{client.name}_rt"],
    }.items():
        assert example in page
        page = page.replace(example, real)
    visitor.page.set_content(page)


def test_the_plain_link_ends_everything_where_the_apps_cookies_are_within_reach(alan: Visitor) -> None:
    shown_to(alan)
    alan.page.get_by_role("link", name="Sign out").click()
    alan.at_the_end()
    assert alan.alive() == set()


def test_the_plain_form_ends_everything_from_another_site(ada: Visitor) -> None:
    shown_to(ada)
    ada.page.get_by_role("button", name="Sign out").click()
    ada.at_the_end()
    assert ada.alive() == set()


def test_a_fetch_whose_answer_no_script_may_read_is_followed_by_the_form(ada: Visitor) -> None:
    def refused(route: Route) -> None:
        if route.request.resource_type == "fetch":
            route.abort()  # to the script the same as an answer without CORS headers, such as API Gateway's own
        else:
            route.continue_()

    ada.context.route(f"{ada.system.places.logout}/logout", refused)
    ada.way_out("fetch").click()
    ada.at_the_end()
    ada.complaints.forgive("ERR_FAILED")
    assert ada.alive() - {COOKIES} == set()
