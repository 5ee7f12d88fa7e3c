"""The one sentence that the demo says about where things stand: from what the owners said, never from what we hope."""

from collections.abc import Sequence
from dataclasses import dataclass

from local.demo.lamps import Lamps, Light

COGNITO_ALONE, OURS = "cognito", "ours"
WAYS = {COGNITO_ALONE: "Cognito's logout alone", OURS: "Logout Coordinator"}


@dataclass(frozen=True, slots=True)
class Moment:
    """Where things stand: `step` is "", "in" or "out", `again` the way of the sign-out before this sign-in."""

    step: str
    way: str
    again: str
    under_way: bool
    asked: bool
    provider: str
    lamps: Lamps


@dataclass(frozen=True, slots=True)
class Verdict:
    """`tone` is good, warn or plain."""

    tone: str
    title: str
    text: str


def verdict(now: Moment) -> Verdict:
    """What to say."""
    if now.step == "":
        return Verdict("plain", "Nobody is signed in.", "Sign in, and three lamps go on.")
    if now.step == "in":
        return signing_in(now)
    if now.under_way:
        return Verdict("plain", "Signing out …", f"{WAYS[now.way]} has the browser.")
    return signed_out(now)


def signing_in(now: Moment) -> Verdict:
    """On the way in, and there."""
    if now.under_way and now.asked:
        return Verdict(
            "good" if now.again else "plain", f"{now.provider} asks for the password.", "It does not know this browser."
        )
    if now.under_way:
        return Verdict("plain", "Signing in …", "The browser is on its way.")
    if now.again and not now.asked:
        text = "Whoever sits at this computer next is signed in as you by one click."
        return Verdict("warn", "Straight back in: nobody asked for a password.", text)
    if now.again:
        return Verdict("good", f"{now.provider} asked for the password.", "The sign-out before was a real one.")
    return Verdict("plain", "You are signed in.", "Choose how to sign out, and see which lamps go dark.")


def signed_out(now: Moment) -> Verdict:
    """At the end of a sign-out."""
    lit = now.lamps.lit()
    if not lit and Light.UNKNOWN not in (now.lamps.tokens, now.lamps.cognito, now.lamps.provider):
        text = f"Nothing that the sign-in began is left. Try to sign in again: {now.provider} asks for the password."
        return Verdict("good", "Signed out: all lamps are dark.", text)
    if not lit:
        return Verdict("plain", "Somebody gave no answer.", "What a dark lamp does not say, nobody here guesses.")
    names = {"tokens": "the app's tokens", "cognito": "Cognito's session", "provider": f"{now.provider}'s session"}
    title = f"Still alive: {listed([names[one] for one in lit])}."
    if now.way == OURS and lit == ["provider"]:
        text = f"{now.provider} offers no way to sign out from outside. The receipt said so: sign out there, too."
        return Verdict("warn", title, text)
    told = ["Who copied the tokens can go on using them."] if "tokens" in lit else []
    told += ["The next click on “sign in” asks for no password: try it."] if "provider" in lit else []
    return Verdict("warn", title, " ".join(told) or "Wait a moment, and look again.")


def listed(names: Sequence[str]) -> str:
    """One, one and another, or one, another and a third."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
