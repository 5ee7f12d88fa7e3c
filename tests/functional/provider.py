"""The provider `Corp`, which tells SignalsFunction of sign-outs, and what was remembered of how its people came in."""

import json
import time
from typing import Any
from urllib.parse import quote, urlencode

from tests.functional.answers import Answer
from tests.functional.attacks.logout_keys import key_set
from tests.functional.attacks.logout_tokens import CORPUS, Builder, Case, Sent, request
from tests.functional.cognito import Cognito
from tests.functional.deployment import Deployment, LambdaContext
from tests.functional.events import Event, rest_api_event
from tests.functional.secrecy import Secrets

NAMES = {name: CORPUS["config"][name] for name in ("aud", "sub", "sid", "other_sub")}
GOOD: Case = next(case for case in CORPUS["cases"] if case["id"] == "ok-01")
OF_PERSON: Case = next(case for case in CORPUS["cases"] if case["id"] == "ok-03")
USER = "0c9e7c58-3e1c-4c0b-9b9f-6d1f1f0c1a2b"
"""The `sub` at Cognito of the person."""
STAGE = """
[apps.shop]
client_id = "1example23456789"
return_to = ["https://shop.example.com/signed-out"]

[providers.Corp]
profile = "oidc"
issuer = "CORP_ISSUER"
client_id = "upstream-client-1"
"""


class Corp:
    """The provider, and the function that listens to it: warm, as an earlier test of the same settings left it."""

    def __init__(self, deployment: Deployment, cognito: Cognito, remembered: Secrets) -> None:
        self.deployment, self.cognito, self.remembered = deployment, cognito, remembered
        self.is_cold = False
        self.names = {"iss": cognito.issuer, **NAMES}
        cognito.provider_keys = key_set()
        cognito.attributes |= {"sub": USER, "identities": self.identities("Corp", NAMES["sub"])}
        self.configure()

    def identities(self, provider: str, subject: str) -> str:
        """The attribute of a user who came in through a provider."""
        return json.dumps([{"userId": subject, "providerName": provider, "providerType": "OIDC", "primary": True}])

    def configure(self, more: str = "", **environment: str | None) -> None:
        """Deploy with more lines for the provider."""
        on = {"REVOCATION_TABLE": "revocations", "REMEMBER_TABLE": "sign-ins", "SIGNING_KEYS": None}
        self.deployment.configure(STAGE + more, **{**on, "COGNITO_DOMAIN": None, **environment})

    def token(self, case: Case = GOOD, **claims: Any) -> str:
        """The token of a case with other claims; one that is None is left out."""
        changed = {name: value for name, value in (case["claims"] | claims).items() if value is not None}
        token = Builder(self.names).token(case | {"claims": changed} if claims else case)
        return self.remembered.add_token(token) if token.count(".") == 2 and len(token) > 100 else token

    def send(self, sent: Sent, provider: str = "Corp") -> Answer:
        """Send one request."""
        where = "logout" if sent.to_logout else f"backchannel-logout/{quote(provider)}"
        query = f"?{urlencode(sent.query)}" if sent.query else ""
        url = f"https://logout.example.com/{where}{query}"
        event = rest_api_event(sent.method, url, sent.headers, sent.body)
        return self.invoke(event | {"isBase64Encoded": sent.is_base64})

    def tell(self, token: str, provider: str = "Corp") -> Answer:
        """Send a token as the specification asks."""
        return self.send(request({}, token), provider)

    def invoke(self, event: Event) -> Answer:
        """Invoke the function."""
        cold = self.is_cold or self.cognito.provider_keys != key_set() or bool(self.cognito.misbehaving)
        return Answer(self.deployment.met("signals.handler", cold=cold).handle(event, LambdaContext()))

    def signed_in(self, seconds_ago: float, sid: str = NAMES["sid"], subject: str = NAMES["sub"]) -> int:
        """Remember a sign-in through a session; return its second."""
        from coordinator.core import sign_ins

        at = int((time.time() - seconds_ago) * 1_000)
        whole = {name: {"S": text} for name, text in (("username", f"Corp_{subject}"), ("client_id", "shop"))}
        for key in (sign_ins.of_person("Corp", subject), sign_ins.of_session("Corp", sid)):
            item = {"id": {"S": key}, "at": {"N": str(at)}, "expires": {"N": str(at // 1_000 + 31 * 86_400)}, **whole}
            self.cognito.items.append(item | {"subject": {"S": subject}, "sealed": {"S": "sealed"}})
        return at // 1_000
