"""Says of each hop, in words that everybody knows, what its server did."""

import re
from dataclasses import dataclass
from typing import Any

from local.cognito_domain.authorize import NATIVE
from local.demo.watching import APP, COGNITO, COORDINATOR, Sight
from local.explain.showing import elapsed
from local.navigation import origin
from local.places import Places

NAMES = {APP: "The app", COORDINATOR: "Logout Coordinator", COGNITO: "Cognito"}
LANES = (APP, COORDINATOR, COGNITO)  # a provider has the one behind
PAGE, GONE_ON = range(200, 300), range(300, 400)
ASKING = r"login|/interaction/"
# By who answers, its path and the status: what happened. The first that fits counts.
TOLD = (
    (APP, r"/sign-in$", GONE_ON, "You click “sign in”; the app sends you to Cognito."),
    (APP, r"/sign-out$", GONE_ON, "You click “sign out”; the app sends you to {to}."),
    (APP, r"/callback$", GONE_ON, "It gets its tokens: you are signed in."),
    (APP, r"/signed-out$", GONE_ON, "You are back at the app."),
    (COGNITO, r"/logout$", GONE_ON, "It ends its own session, and sends you to {to}."),
    (COGNITO, r"/idpresponse$", GONE_ON, "It takes the provider's word, and starts a session of its own."),
    (COGNITO, r"/(login|oauth2/authorize)$", PAGE, "It asks for the password."),
    (COGNITO, r"/login$", GONE_ON, "It takes the password, and starts its session."),
    (COORDINATOR, r"/logout$", GONE_ON, "It revokes the tokens, expires the app's cookies, and sends you to {to}."),
    (COORDINATOR, r"/logout$", PAGE, "It asks whether you mean it."),
    (COORDINATOR, r"/logout/return$", GONE_ON, "It sends you to {to}."),
    (COORDINATOR, r"/logout/return$", PAGE, "The receipt: what was ended, and what could not be."),
    ("", r"/logout|/end|SingleLogout", GONE_ON, "Told to end its session, it sends you to {to}."),
    ("", r"/logout|/end", PAGE, "It asks whether you mean it."),
    ("", ASKING, PAGE, "It asks who you are."),
    ("", r"/login", GONE_ON, "It takes the password, and starts a session."),
)


@dataclass(frozen=True, slots=True)
class Teller:
    """Knows who is where."""

    places: Places
    provider: str

    def told(self, sights: list[Sight]) -> list[dict[str, Any]]:
        """Each hop as the page draws it: its lane from 0 to 3, who answered, what that means, and the bare facts."""
        began = sights[0].at if sights else 0.0
        return [
            {
                "lane": LANES.index(one.who) if one.who in LANES else len(LANES),
                "who": NAMES.get(one.who, one.who),
                "told": self._sentence(one),
                "line": f"{one.method} {one.path} {one.status}",
                "after": elapsed(round((one.at - began) * 1000)),
            }
            for one in sights
        ]

    def asked_for_password(self, sights: list[Sight]) -> bool:
        """Whether anybody on the way in wanted to know who this is."""
        shown = [one for one in sights if one.who != APP and one.status in PAGE and one.method == "GET"]
        return any(one.who == COGNITO or re.search(ASKING, one.path) for one in shown)

    @property
    def name(self) -> str:
        """What people call the provider of this sign-in."""
        return "Cognito" if self.provider == NATIVE else self.provider

    def _sentence(self, one: Sight) -> str:
        to = self._owner(one)
        for owner, path, statuses, text in TOLD:
            posted = one.method == "POST" and statuses is PAGE  # which may send itself on, or say what was wrong
            if owner in ("", one.who) and one.status in statuses and not posted and re.search(path, one.path):
                return text.format(to=to)
        return f"It sends you to {to}." if one.status in GONE_ON else "It shows a page."

    def _owner(self, one: Sight) -> str:
        """Who gets the browser next."""
        places = self.places
        ours = {places.app_beside_logout: APP, places.logout: COORDINATOR, places.cognito: COGNITO}
        next_one = ours.get(origin(one.to), self.name) if one.to.startswith("http") else one.who
        if next_one == one.who:
            return "its sign-in page" if "login" in one.to else "another page of its own"
        return "the app" if next_one == APP else NAMES.get(next_one, next_one)
