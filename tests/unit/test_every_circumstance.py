"""Who is asked first, over every combination of headers, method, hint and cookies, against a table like the text."""

from collections import Counter
from functools import cache

from coordinator.core.intent import VerifiedTokens, is_navigation, shown
from coordinator.core.model import Claims
from coordinator.web.request import Request

from tests.unit.circumstances import ASKED, BAD, GOES_ON, REFUSED, TEXT, Case, everything, line_of, sample, verdict_of
from tests.unit.deployments import BASE, Answer, Deployed
from tests.unit.samples import SHOP, claims

REFRESH_TOKEN = "refresh-token-of-mary"
ORIGINS = frozenset({"https://shop.example.com"})


@cache
def spoken_of(token: str) -> Claims | None:
    """The claims of a token that is named by its person and session."""
    person, _, session = token.partition(" ")
    return None if token in ("no hint", "no token", "invalid") else claims(person, f"{person} {session}")


def headers_of(case: Case) -> dict[str, str]:
    """What the browser sends."""
    said = {
        "sec-fetch-site": case.site,
        "sec-fetch-mode": case.mode,
        "sec-fetch-dest": case.dest,
        "origin": case.origin,
        "referer": case.referer,
    }
    return {name: value for name, value in said.items() if value is not None}


def decided(case: Case) -> str:
    """What the pure functions say; a hint that is invalid is refused before they are asked for intent."""
    evidence = Request("id", case.method, "/logout", BASE, headers=headers_of(case)).evidence
    if not is_navigation(evidence, ORIGINS, BASE):
        return REFUSED
    if case.hint == "invalid":
        return BAD
    own = spoken_of(case.cookies)
    tokens = VerifiedTokens(spoken_of(case.hint), case.hint != "no hint", (own,) if own else ())
    return GOES_ON if shown(SHOP, evidence, tokens) else ASKED


def test_every_combination_is_decided_as_the_text_says() -> None:
    wrong = [(case, TEXT[line_of(case)][0]) for case in everything() if decided(case) != verdict_of(case)]

    assert wrong == []


def test_every_line_of_the_text_decides_something() -> None:
    decides = Counter(map(line_of, sample()))

    assert min(decides[number] for number in range(len(TEXT))) >= 3, decides


def happened(deployed: Deployed, case: Case) -> str:
    """What the handler does, told by what became of the refresh token in the app's cookies."""
    deployed.cognito.revoked.clear()
    cookies = f"shop_rt={REFRESH_TOKEN}"
    if case.cookies != "no token":
        cookies += f"; shop_at={case.cookies.replace(' ', '-')}"
    hint = {} if case.hint == "no hint" else {"id_token_hint": case.hint.replace(" ", "-")}
    send = deployed.get if case.method == "GET" else deployed.post
    answer = send(headers={"Cookie": cookies, "Accept": "text/html", **headers_of(case)}, **hint)
    ended = deployed.cognito.revoked == [REFRESH_TOKEN]
    assert ended or not deployed.cognito.revoked
    return verdict_in(answer, ended=ended)


def verdict_in(answer: Answer, *, ended: bool) -> str:
    """What an answer says; a program gets a ticket where a person would be asked, and where it goes on."""
    if answer.status in (400, 403):
        assert not ended
        assert not answer.cookies
        return {403: REFUSED, 400: BAD}[answer.status]
    if ended:
        assert answer.status == 303 or answer.body.startswith("{")
        return GOES_ON
    assert answer.status == 200
    assert 'name="confirm"' in answer.body or "/logout/start?ticket=" in answer.body
    assert answer.cookies.keys() <= {"__Host-logout-confirmation"}
    return ASKED


def test_the_handler_does_what_the_text_says(deployed: Deployed) -> None:
    for person in ("mary 1", "mary 2", "mary 3", "eve 1", "bob 1"):
        token = spoken_of(person)
        assert token
        for kind in ("id", "access"):
            deployed.knows(kind, person.replace(" ", "-"), token)

    for case in sample():
        assert happened(deployed, case) == verdict_of(case), case


def test_the_sample_holds_every_pair_of_values() -> None:
    pairs = {
        (first, one[first], second, one[second])
        for one in sample()
        for first in range(len(one))
        for second in range(first)
    }
    sizes = [len(set(values)) for values in zip(*sample(), strict=True)]

    assert len(pairs) == sum(sizes[first] * sizes[second] for first in range(len(sizes)) for second in range(first))
