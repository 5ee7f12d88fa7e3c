"""A program that calls /logout by fetch: the receipt as JSON, and where to navigate."""

import json

import pytest

from tests.unit.deployments import Deployed
from tests.unit.test_sign_out import COOKIES, mary

__all__ = ["mary"]


def test_a_program_gets_the_receipt_and_where_to_navigate(mary: Deployed) -> None:
    headers = {**COOKIES, "Accept": "application/json", "Origin": "https://shop.example.com"}
    answer = mary.get(headers={**headers, "Sec-Fetch-Site": "same-site"}, reach="browser")
    document = json.loads(answer.body)

    assert document["location"].startswith("https://logout.example.com/logout/start?ticket=")
    assert document["receipt"]["legs"][0] == {
        "leg": "tokens",
        "provider": None,
        "outcome": "done",
        "reason": None,
        "alive_until": "2027-01-15T09:00:00Z",
    }
    assert answer.header("Access-Control-Allow-Origin") == "https://shop.example.com"
    assert not any(secret in document["location"] for secret in ("the-refresh", "the-access", "the-id"))


@pytest.mark.parametrize("reach", ["app", "browser"])
def test_a_program_of_our_own_origin_gets_the_next_hop_itself(mary: Deployed, reach: str) -> None:
    headers = {**COOKIES, "Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
    location = json.loads(mary.get(headers=headers, reach=reach).body)["location"]

    assert location.startswith("https://logout.example.com/logout/return" if reach == "app" else "https://example.auth")


def test_a_program_of_our_own_origin_may_go_straight_to_its_page(mary: Deployed) -> None:
    headers = {**COOKIES, "Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
    back = "https://shop.example.com/signed-out"

    document = json.loads(mary.get(headers=headers, reach="app", post_logout_redirect_uri=back).body)
    assert document["location"] == back


def test_the_page_that_a_program_is_sent_to_for_the_receipt_shows_it_and_ends_the_journey(mary: Deployed) -> None:
    headers = {**COOKIES, "Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
    called = mary.get(headers=headers, reach="app")
    journey = "; ".join(f"{name}={value}" for name, value in called.cookies.items() if name.startswith("__Host-"))
    shown = mary.get("/logout/return", headers={"Cookie": journey})

    assert "You are signed out" in shown.body
    assert set(shown.cookies.values()) == {""}
    assert [step for step, _, _ in mary.audit.steps][-1] == "completed"
