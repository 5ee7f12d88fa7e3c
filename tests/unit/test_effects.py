"""The doing: what a global sign-out that holds or fails means for the rest, each effect with its own guard."""

import pytest
from coordinator import bootstrap, effects
from coordinator.core.model import LegReport, Provider
from coordinator.core.plan import AdminUserGlobalSignOut, Effects, GlobalCall, GlobalSignOut, Revocation
from coordinator.deadline import Deadline
from coordinator.errors import CoordinatorError, EffectFailed, Unavailable

from tests.unit.deployments import Deployed
from tests.unit.samples import CORP, SHOP

BOTH: tuple[GlobalCall, ...] = (GlobalSignOut("access"), AdminUserGlobalSignOut("Corp_mary"))
FINAL = EffectFailed("NotAuthorizedException", retryable=False)
PASSING = EffectFailed("throttled", retryable=True)


def run(plan: Effects, *lookups: Provider) -> tuple[list[tuple[str, str, str | None]], effects.Endpoints]:
    legs, endpoints = effects.run(plan, lookups, bootstrap.dependencies(), Deadline())
    return [_short(leg) for leg in legs], endpoints


def _short(leg: LegReport) -> tuple[str, str, str | None]:
    return leg.leg.value, leg.outcome.value, leg.reason


def plan(*calls: GlobalCall, refresh: tuple[str, ...] = ("r1", "r2")) -> Effects:
    return Effects(calls, tuple(Revocation(token, SHOP.client_id, "the-secret") for token in refresh))


def test_every_refresh_token_is_revoked_with_the_apps_secret(deployed: Deployed) -> None:
    assert run(plan())[0] == [("tokens", "done", None)]
    assert sorted(deployed.cognito.revoked) == ["r1", "r2"]
    assert deployed.cognito.secrets == {"the-secret"}


def test_nothing_to_revoke_is_said(deployed: Deployed) -> None:
    assert run(plan(refresh=()))[0] == [("tokens", "not_attempted", "no_refresh_token")]


def test_a_global_sign_out_that_holds_takes_the_place_of_revocation(deployed: Deployed) -> None:
    legs, _ = run(plan(*BOTH))

    assert legs == [("tokens", "done", None), ("other_sessions", "done", "cognito_cookie_elsewhere")]
    assert (deployed.cognito.ended, deployed.cognito.revoked) == (["access"], [])


def test_a_final_failure_of_the_first_call_lets_the_second_try(deployed: Deployed) -> None:
    deployed.cognito.failing["global_sign_out"] = FINAL

    assert run(plan(*BOTH))[0][1] == ("other_sessions", "done", "cognito_cookie_elsewhere")
    assert deployed.cognito.ended == ["Corp_mary"]


def test_a_failure_that_may_have_worked_is_not_followed_by_another_global_call(deployed: Deployed) -> None:
    deployed.cognito.failing["global_sign_out"] = PASSING

    assert run(plan(*BOTH))[0] == [("tokens", "done", None), ("other_sessions", "failed", "throttled")]
    assert deployed.cognito.ended == []
    assert sorted(deployed.cognito.revoked) == ["r1", "r2"]


def test_when_every_call_fails_the_refresh_tokens_are_revoked(deployed: Deployed) -> None:
    deployed.cognito.failing |= {"global_sign_out": FINAL, "admin_user_global_sign_out": PASSING}

    assert run(plan(*BOTH))[0] == [("tokens", "done", None), ("other_sessions", "failed", "throttled")]


@pytest.mark.parametrize(
    ("failure", "reason"), [(PASSING, "throttled"), (RuntimeError("the-token"), "unexpected_RuntimeError")]
)
def test_a_failed_revocation_is_never_done(deployed: Deployed, failure: Exception, reason: str) -> None:
    deployed.cognito.failing["revoke"] = failure

    assert run(plan())[0] == [("tokens", "failed", reason)]


@pytest.mark.parametrize("found", ["https://login.corp.example/end", None, Unavailable("timeout")])
def test_endpoints_are_looked_up_meanwhile(deployed: Deployed, found: str | CoordinatorError | None) -> None:
    deployed.discovery.endpoints["Corp"] = found

    for plan_of_acts in (plan(), plan(*BOTH)):
        assert run(plan_of_acts, CORP)[1] == {"Corp": found}
