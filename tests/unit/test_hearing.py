"""Gather, decide, do for one logout token: what fakes let us see that no server can be made to do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from coordinator import bootstrap
from coordinator.core.denials import Hop, Kept
from coordinator.core.identity import is_known_as
from coordinator.core.model import Provider, Trail, User
from coordinator.core.sign_ins import SignIn
from coordinator.core.signals import MOST_SIGN_INS, Signal
from coordinator.deadline import Deadline
from coordinator.dependencies import Dependencies
from coordinator.errors import EffectFailed, Refused
from coordinator.signals import Hearing
from signals import bootstrap as bootstrap_of_signals
from signals.handler import lambda_handler

from tests.unit.deployments import Deployed
from tests.unit.samples import NOW

CORP = Provider("Corp", "oidc", issuer="https://login.corp.example", client_id="cognito-at-corp")
IDENTITIES = '[{"providerName": "Corp", "userId": "4711"}]'
MARY = User("Corp_4711", "mary", {"identities": IDENTITIES})


@dataclass
class Tokens:
    """Believes every token to say this, or fails."""

    signal: Signal | Exception

    def verify(self, token: str, provider: Provider) -> Signal:
        """Return what it says."""
        if isinstance(self.signal, Exception):
            raise self.signal
        return self.signal


@dataclass
class List:
    """The part of the revocation list that is not about denials."""

    kept: dict[str, Kept] = field(default_factory=dict)
    claimed: list[str] = field(default_factory=list)

    def listed(self, keys: Sequence[str]) -> dict[str, Kept]:
        """Return what it has."""
        return {key: self.kept[key] for key in keys if key in self.kept}

    def note(self, hop: Hop) -> None:
        """Nobody notes anything here."""

    def use(self, key: str, user: str) -> bool:
        """There is none to be used."""
        return False

    def claim(self, key: str, expires: int) -> bool:
        """Remember a token."""
        self.claimed.append(key)
        return True


@pytest.fixture
def listed() -> List:
    """Nothing heard yet."""
    return List()


@pytest.fixture
def deps(deployed: Deployed, listed: List) -> Dependencies:
    """A deployment that remembers, where Mary came in through Corp."""
    deployed.configure(REVOCATION_TABLE="revocations", REMEMBER_TABLE="sign-ins")
    deployed.cognito.users["Corp_4711"] = MARY
    return replace(bootstrap.dependencies(), notes=listed, claim=listed.claim)


def hear(deps: Dependencies, signal: Signal | Exception) -> None:
    Hearing(CORP, Trail("l", provider="Corp"), deps, Deadline(5)).hear("a-token", Tokens(signal))


def token(sid: str | None = "s", key: str = "signal/x") -> Signal:
    return Signal(NOW, "4711", sid, key, NOW + 60)


def test_a_mistake_of_ours_does_not_make_a_forged_token_look_like_an_outage(
    deps: Dependencies, deployed: Deployed
) -> None:
    with pytest.raises(Refused) as refused:
        hear(deps, KeyError("a bug"))

    assert (refused.value.code, refused.value.status) == ("invalid_request", 400)
    assert "server_error" in deployed.audit.notices


def test_what_nobody_foresaw_is_no_500(deps: Dependencies, deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(deps.settings, providers={"Corp": CORP})
    listening = bootstrap_of_signals.Listening(replace(deps, settings=settings), Tokens(token()))
    monkeypatch.setattr(bootstrap_of_signals, "listening", lambda: listening)
    monkeypatch.setattr(Hearing, "hear", lambda self, token, tokens: 1 / 0)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    event = {"httpMethod": "POST", "path": "/backchannel-logout/Corp", "headers": headers, "body": "logout_token=a"}

    answer = lambda_handler(event, None)

    assert (answer["statusCode"], json.loads(answer["body"])["error"]) == (400, "logout_failed")
    assert [type(error) for error in deployed.audit.errors] == [ZeroDivisionError]
    assert deployed.audit.flushed == 1


def test_what_was_heard_long_ago_may_be_heard_again(deps: Dependencies, listed: List) -> None:
    listed.kept["signal/x"] = Kept(NOW)
    hear(deps, token())
    assert listed.claimed == ["signal/x"]

    listed.kept["signal/x"] = Kept(NOW + 1)
    hear(deps, token())
    assert listed.claimed == ["signal/x"]


@pytest.mark.parametrize(("number", "is_cut_off"), [(MOST_SIGN_INS, False), (MOST_SIGN_INS + 1, True)])
def test_whoever_came_in_too_often_through_a_session_to_be_told_apart_is_cut_off_and_keeps_none_of_it(
    number: int, is_cut_off: bool, deps: Dependencies, deployed: Deployed, listed: List
) -> None:
    for one in range(number):
        at = (NOW - 60 * (one + 1)) * 1_000
        deployed.sign_ins.keep(SignIn("Corp", "4711", "Corp_4711", "shop", at, sid="s"), NOW + 999)

    hear(deps, token())

    keys = {denial.key for denial in deployed.listed.written}
    assert ("user/mary" in keys, f"sign-in/mary/{NOW - 60 * number}" in keys) == (is_cut_off, not is_cut_off)
    assert len(keys) == (1 if is_cut_off else 10 * number)
    assert {denial.cut_off for denial in deployed.listed.written} == {NOW if is_cut_off else None}
    reason = "too_many_sign_ins" if is_cut_off else None
    assert deployed.legs("effect") == [("revocation_list", None, "done", reason)]
    assert listed.claimed == ["signal/x"]


@pytest.mark.parametrize("linked", ["somebody-else", "nobody"])
def test_a_name_that_is_no_longer_the_persons_does_not_hide_the_usual_one(
    linked: str, deps: Dependencies, deployed: Deployed
) -> None:
    deployed.cognito.users["somebody-else"] = User("somebody-else", "else", {"identities": "[]"})
    deployed.sign_ins.link("Corp", "4711", linked, NOW + 999)

    hear(deps, token(sid=None))

    assert deployed.cognito.ended == ["Corp_4711"]
    assert [denial.key for denial in deployed.listed.written] == ["user/mary"]


def test_without_a_list_there_is_nowhere_to_end_a_session(deps: Dependencies, deployed: Deployed) -> None:
    deployed.sign_ins.keep(SignIn("Corp", "4711", "Corp_4711", "shop", (NOW - 60) * 1_000, sid="s"), NOW + 999)

    hear(replace(deps, deny=None, notes=None, claim=None), token())

    assert deployed.legs("effect") == [("revocation_list", None, "not_supported", "no_revocation_list")]


def test_without_a_list_an_old_token_ends_nothing(deps: Dependencies, deployed: Deployed) -> None:
    old = replace(token(sid=None), issued_at=NOW - 61)

    hear(replace(deps, deny=None, notes=None, claim=None), old)

    assert deployed.legs("signal") == [("other_sessions", "Corp", "not_attempted", "no_revocation_list")]


def test_a_final_failure_of_one_of_many_is_told(deps: Dependencies, deployed: Deployed) -> None:
    deployed.sign_ins.keep(SignIn("Corp", "4711", "Corp_4711", "shop", (NOW - 60) * 1_000, sid="s"), NOW + 999)

    def deny(denial: object) -> None:
        raise EffectFailed("AccessDeniedException", retryable=False)

    with pytest.raises(Refused):
        hear(replace(deps, deny=deny), token())
    assert deployed.legs("effect") == [("revocation_list", None, "failed", "AccessDeniedException")]


@pytest.mark.parametrize(
    ("identities", "known"),
    [
        (IDENTITIES, True),
        ([{"providerName": "Corp", "userId": "4711"}], True),
        ('[{"providerName": "X", "userId": "4711"}, {"providerName": "Corp", "userId": "4711"}]', True),
        ('[{"providerName": "Corp", "userId": "1"}, {"providerName": "Corp", "userId": "4711"}]', True),
        ('[{"providerName": "Corp", "userId": 4711}]', False),
        ('[{"providerName": "corp", "userId": "4711"}]', False),
        ('["Corp", "4711"]', False),
        ("{", False),
        ("[" * 100_000, False),
        (None, False),
        (7, False),
    ],
)
def test_somebody_is_known_by_provider_and_user_there_letter_by_letter(identities: object, known: bool) -> None:
    assert is_known_as({"identities": identities}, "Corp", "4711") is known
