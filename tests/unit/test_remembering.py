"""The store of sign-ins is asked beside the effects, and only where something depends on it."""

import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from coordinator.core.model import Claims
from coordinator.core.sign_ins import SignIn
from coordinator.errors import EffectFailed

from tests.unit.deployments import STAGE, Deployed
from tests.unit.samples import NOW

CORP = {"providerName": "Corp", "userId": "4711", "primary": "true"}
LEGACY = {"providerName": "Legacy", "userId": "0815", "primary": "false"}
KEPT = SignIn("Corp", "4711", "mary", "1example23456789", NOW * 1_000, "sid", "mary@corp", "a.b.c")
REMEMBERED = STAGE.replace('"claim:custom:corp_id_token"', '"remembered"')
COOKIES = {"Cookie": "shop_id=id; shop_rt=refresh", "Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "document"}


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Deployed:
    """A shop whose provider's hint is remembered, and Mary, who came in through it just now."""
    shop = Deployed(monkeypatch)
    shop.configure(CONFIG=REMEMBERED, REMEMBER_TABLE="sign-ins")
    shop.discovery.endpoints = {"Corp": "https://login.corp.example/logout"}
    shop.sign_ins.kept.append(KEPT)
    came_in(shop)
    return shop


def came_in(shop: Deployed, *identities: dict[str, str], **claims: Any) -> None:
    everything = {"token_use": "id", "auth_time": NOW, "identities": list(identities or (CORP,)), **claims}
    known = {name: value for name, value in everything.items() if value is not None}
    shop.knows("id", "id", Claims("mary", "1example23456789", NOW + 60, everything=known))


def hop_to_corp(shop: Deployed) -> dict[str, str]:
    """The parameters of the second hop."""
    cookies = shop.get(headers=COOKIES).cookies
    carried = "; ".join(f"{name}={value}" for name, value in cookies.items() if name.startswith("__Host-"))
    location = shop.get("/logout/return", {"Cookie": carried}).location
    return dict(pair.split("=", 1) for pair in location.partition("?")[2].split("&") if "=" in pair)


def test_the_question_and_the_effects_wait_beside_each_other(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = threading.Barrier(2, timeout=1)
    latest, revoke = deployed.sign_ins.latest, deployed.cognito.revoke
    monkeypatch.setattr(deployed.sign_ins, "latest", lambda *asked: (met.wait(), latest(*asked))[1])
    monkeypatch.setattr(deployed.cognito, "revoke", lambda *asked: (met.wait(), revoke(*asked))[1])
    deployed.configure(CONFIG=REMEMBERED, REMEMBER_TABLE="sign-ins")

    assert hop_to_corp(deployed)["id_token_hint"] == "a.b.c"
    assert deployed.cognito.revoked == ["refresh"]


@pytest.mark.parametrize("error", [EffectFailed("throttled", retryable=True), ValueError("unforeseen")])
def test_a_store_that_fails_takes_nothing_with_it(deployed: Deployed, error: Exception) -> None:
    deployed.sign_ins.failing = error

    assert "id_token_hint" not in hop_to_corp(deployed)
    assert deployed.cognito.revoked == ["refresh"]
    assert deployed.audit.notices == ["sign_ins_unavailable"]


def test_a_store_that_hangs_is_left_behind(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coordinator.remembering.SECONDS", 0.05)
    over = threading.Event()
    monkeypatch.setattr(deployed.sign_ins, "latest", lambda *_: over.wait(5))
    began = time.monotonic()

    assert "id_token_hint" not in hop_to_corp(deployed)
    assert time.monotonic() - began < 1
    over.set()


@pytest.mark.parametrize("claims", [{"auth_time": None}, {"auth_time": True}, {"auth_time": "now"}, {"identities": []}])
def test_a_token_that_does_not_say_who_came_in_when_asks_nothing(deployed: Deployed, claims: dict[str, Any]) -> None:
    came_in(deployed, **claims)
    deployed.get(headers=COOKIES)

    assert deployed.sign_ins.asked == []


def test_of_more_accounts_than_a_user_can_have_none_is_asked(deployed: Deployed) -> None:
    came_in(deployed, CORP, *({**LEGACY, "providerName": f"P{number}"} for number in range(4)))
    deployed.get(headers=COOKIES)
    assert len(deployed.sign_ins.asked) == 5

    came_in(deployed, CORP, *({**LEGACY, "providerName": f"P{number}"} for number in range(5)))
    deployed.get(headers=COOKIES)
    assert len(deployed.sign_ins.asked) == 5


def test_of_two_accounts_at_one_provider_nobody_is_guessed(deployed: Deployed) -> None:
    came_in(deployed, CORP, {**CORP, "userId": "4712"})
    deployed.get(headers=COOKIES)

    assert deployed.sign_ins.asked == []


def test_a_provider_that_the_stage_file_does_not_have_can_be_the_one(deployed: Deployed) -> None:
    came_in(deployed, CORP, {**LEGACY, "providerName": "Unknown"})
    deployed.sign_ins.kept += [replace(KEPT, at=KEPT.at - 9), replace(KEPT, provider="Unknown", subject="0815")]
    deployed.sign_ins.kept.remove(KEPT)

    deployed.get(headers=COOKIES)

    assert ("provider", "Corp", "not_attempted", "beyond_reach") not in deployed.legs("hop")
    assert deployed.legs("hop") == [("provider", "Unknown", "not_supported", "not_configured")]


def test_what_is_remembered_of_another_is_not_told(deployed: Deployed) -> None:
    deployed.sign_ins.kept[:] = [replace(KEPT, subject="eve")]

    assert "id_token_hint" not in hop_to_corp(deployed)


def test_a_remembered_hint_that_is_no_token_is_counted_and_not_sent(deployed: Deployed) -> None:
    deployed.sign_ins.kept[:] = [replace(KEPT, id_token="no token\r\n")]

    assert "id_token_hint" not in hop_to_corp(deployed)
    assert deployed.audit.notices == ["hint_unusable"]
