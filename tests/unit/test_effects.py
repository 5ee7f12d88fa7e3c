"""The doing: what a global sign-out that holds or fails means for the rest, each effect with its own guard."""

from dataclasses import replace

import pytest
from coordinator import bootstrap, effects
from coordinator.core.denials import Denial, lasting
from coordinator.core.model import LegReport, Provider
from coordinator.core.plan import AdminUserGlobalSignOut, Effects, GlobalCall, GlobalSignOut, Revocation
from coordinator.deadline import Deadline, side_by_side
from coordinator.errors import CoordinatorError, EffectFailed, Unavailable

from tests.unit.deployments import Deployed
from tests.unit.samples import CORP, NOW, SHOP

FINAL = EffectFailed("NotAuthorizedException", retryable=False)
PASSING = EffectFailed("throttled", retryable=True)

BY_TOKEN, BY_ADMIN = GlobalSignOut("access"), AdminUserGlobalSignOut("Corp_mary")


SESSION = Denial("session/session-1", None, NOW + 1, NOW + 9)
CUT_OFF = Denial("user/mary", NOW, NOW + 1, NOW + 9)


def run(plan: Effects, *lookups: Provider) -> tuple[list[tuple[str, str, str | None]], effects.Endpoints]:
    ran = effects.run(plan, lookups, bootstrap.dependencies(), Deadline())
    return [_short(leg) for leg in ran.legs], ran.endpoints


def _short(leg: LegReport) -> tuple[str, str, str | None]:
    return leg.leg.value, leg.outcome.value, leg.reason


def plan(call: GlobalCall | None = None, refresh: tuple[str, ...] = ("r1", "r2")) -> Effects:
    return Effects(call, tuple(Revocation(token, SHOP.client_id, "the-secret") for token in refresh))


def test_every_refresh_token_is_revoked_with_the_apps_secret(deployed: Deployed) -> None:
    assert run(plan())[0] == [("tokens", "done", None)]
    assert sorted(deployed.cognito.revoked) == ["r1", "r2"]
    assert deployed.cognito.secrets == {"the-secret"}


def test_nothing_to_revoke_is_said(deployed: Deployed) -> None:
    assert run(plan(refresh=()))[0] == [("tokens", "not_attempted", "no_refresh_token")]


def test_a_global_sign_out_that_holds_takes_the_place_of_revocation(deployed: Deployed) -> None:
    legs, _ = run(plan(BY_TOKEN))

    assert legs == [("tokens", "done", None), ("other_sessions", "done", "cognito_cookie_elsewhere")]
    assert (deployed.cognito.ended, deployed.cognito.revoked) == (["access"], [])


def test_an_administrators_call_names_the_user(deployed: Deployed) -> None:
    assert run(plan(BY_ADMIN))[0][1] == ("other_sessions", "done", "cognito_cookie_elsewhere")
    assert deployed.cognito.ended == ["Corp_mary"]


@pytest.mark.parametrize("failure", [FINAL, PASSING])
def test_a_global_sign_out_that_fails_is_followed_by_revocation_alone(
    deployed: Deployed, failure: EffectFailed
) -> None:
    deployed.cognito.failing["global_sign_out"] = failure

    assert run(plan(BY_TOKEN))[0] == [("tokens", "done", None), ("other_sessions", "failed", failure.kind)]
    assert deployed.cognito.ended == []
    assert sorted(deployed.cognito.revoked) == ["r1", "r2"]


def test_somebody_elses_global_sign_out_does_not_take_the_place_of_revocation(deployed: Deployed) -> None:
    assert run(replace(plan(BY_TOKEN), also_revoke=True))[0][0] == ("tokens", "done", None)
    assert sorted(deployed.cognito.revoked) == ["r1", "r2"]

    deployed.cognito.failing["revoke"] = PASSING
    assert run(replace(plan(BY_TOKEN), also_revoke=True))[0][0] == ("tokens", "failed", "throttled")


@pytest.mark.parametrize(
    ("failure", "reason"), [(PASSING, "throttled"), (RuntimeError("the-token"), "unexpected_RuntimeError")]
)
def test_a_failed_revocation_is_never_done(deployed: Deployed, failure: Exception, reason: str) -> None:
    deployed.cognito.failing["revoke"] = failure

    assert run(plan())[0] == [("tokens", "failed", reason)]


@pytest.mark.parametrize("found", ["https://login.corp.example/end", None, Unavailable("timeout")])
def test_endpoints_are_looked_up_meanwhile(deployed: Deployed, found: str | CoordinatorError | None) -> None:
    deployed.discovery.endpoints["Corp"] = found

    for plan_of_acts in (plan(), plan(BY_TOKEN)):
        assert run(plan_of_acts, CORP)[1] == {"Corp": found}


@pytest.mark.parametrize("found", ["https://login.corp.example/end", None, Unavailable("not_allowed")])
def test_an_endpoint_that_is_at_hand_takes_no_thread(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch, found: str | CoordinatorError | None
) -> None:
    deployed.discovery.endpoints["Corp"], deployed.discovery.at_hand = found, True
    calls: list[int] = []

    def counted(works: effects.Works, deadline: Deadline) -> list[str | CoordinatorError | None]:
        calls.append(len(works))
        return side_by_side(works, deadline)

    monkeypatch.setattr(effects, "side_by_side", counted)

    assert run(plan(refresh=()), CORP)[1] == {"Corp": found}
    assert sum(calls) == isinstance(found, CoordinatorError), "what is wrong with it is found out under a guard"


@pytest.fixture
def listing(deployed: Deployed) -> Deployed:
    """A deployment with a revocation list."""
    deployed.configure(REVOCATION_TABLE="revocations")
    return deployed


def denying(call: GlobalCall | None = None, *denials: Denial, refresh: tuple[str, ...] = ("r1",)) -> Effects:
    return replace(plan(call, refresh), denials=denials)


@pytest.mark.parametrize("call", [None, BY_TOKEN])
def test_denials_are_written_beside_what_they_are_about(listing: Deployed, call: GlobalCall | None) -> None:
    legs, endpoints = run(denying(call, SESSION, CUT_OFF), CORP)

    assert legs[-1] == ("revocation_list", "done", None)
    assert sorted(listing.listed.written, key=lambda one: one.key) == [SESSION, CUT_OFF]
    assert endpoints == {"Corp": None}


@pytest.mark.parametrize(("call", "act"), [(None, "revoke"), (BY_TOKEN, "global_sign_out")])
def test_a_session_that_may_live_on_is_denied_for_longer(listing: Deployed, call: GlobalCall | None, act: str) -> None:
    listing.cognito.failing[act] = PASSING

    assert run(denying(call, SESSION))[0][-1] == ("revocation_list", "done", None)
    assert listing.listed.written == [SESSION, lasting(SESSION)]


def test_what_is_denied_for_long_already_is_not_written_twice(listing: Deployed) -> None:
    listing.cognito.failing["revoke"] = PASSING

    run(denying(None, lasting(SESSION)))

    assert listing.listed.written == [lasting(SESSION)]


@pytest.mark.parametrize("failure", [FINAL, PASSING, RuntimeError("the-token")])
def test_a_denial_that_nobody_wrote_is_never_done(listing: Deployed, failure: Exception) -> None:
    listing.listed.failing["user/mary"] = [failure]

    leg = run(denying(None, CUT_OFF, SESSION))[0][-1]

    assert leg[:2] == ("revocation_list", "failed")
    assert listing.cognito.revoked == ["r1"]


def test_a_denial_that_could_not_be_prolonged_is_to_be_tried_again(listing: Deployed) -> None:
    listing.cognito.failing["revoke"] = PASSING
    listing.listed.failing["session/session-1"] = [PASSING, PASSING]

    ran = effects.run(denying(None, SESSION), [], bootstrap.dependencies(), Deadline())

    assert ran.legs[-1].reason == "throttled"
    assert (ran.undone.denials, ran.undone.denials_told) == ((lasting(SESSION),), False)


def test_a_denial_that_failed_at_first_may_hold_when_it_is_prolonged(listing: Deployed) -> None:
    listing.cognito.failing["revoke"] = PASSING
    listing.listed.failing["session/session-1"] = [PASSING]

    ran = effects.run(denying(None, SESSION), [], bootstrap.dependencies(), Deadline())

    assert ran.legs[-1].outcome == "done"
    assert ran.undone.denials == ()
