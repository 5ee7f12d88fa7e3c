"""What every contender is asked, and the environment in which it is asked: one person, signed in, who clicks."""

import json
from typing import Any

from bench.cognito import CLIENT_ID, POOL, Cognito
from local.places import REPOSITORY

RETURN_TO = "http://localhost:8003/signed-out"
BASE = "http://localhost:3000"
STAGE = """
[apps.shop]
client_id = "{client_id}"
return_to = ["{return_to}"]
cookies = [
  {{ name = "shop_session" }},
  {{ name = "shop_rt", holds = "refresh_token" }},
  {{ name = "shop_at", holds = "access_token" }},
  {{ name = "shop_id", holds = "id_token" }},
]
[providers.Corp]
profile = "oidc"
issuer = "{provider}"
client_id = "cognito"
"""


def variables(cognito: Cognito) -> dict[str, str]:
    """Return the environment variables of all contenders; each reads its own."""
    return {
        "USER_POOL_ID": POOL,
        "COGNITO_DOMAIN": cognito.url,
        "COGNITO_ISSUER": cognito.issuer,
        "PUBLIC_URL": BASE,
        "SIGNING_KEYS": "of-the-benchmark-alone-" + "0" * 32,
        "CONFIG": STAGE.format(client_id=CLIENT_ID, return_to=RETURN_TO, provider=f"{cognito.url}/o"),
        "CLIENT_ID": CLIENT_ID,
        "RETURN_TO": RETURN_TO,
    }


def logout(cognito: Cognito) -> dict[str, Any]:
    """Return the event of a click on "sign out" with all the app's cookies, as API Gateway passes it."""
    text = (REPOSITORY / "events" / "logout.json").read_text(encoding="utf-8")
    cast = {
        "ID_TOKEN_OF_A_SIGNED_IN_PERSON": cognito.token("id"),
        "ACCESS_TOKEN_OF_A_SIGNED_IN_PERSON": cognito.token("access"),
    }
    for placeholder, token in cast.items():
        text = text.replace(placeholder, token)
    event: dict[str, Any] = json.loads(text)
    return event


def coming_back(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the event of the browser that comes back from Cognito, with the cookies that an answer of ours set."""
    event: dict[str, Any] = json.loads((REPOSITORY / "events" / "return_from_cognito.json").read_text(encoding="utf-8"))
    kept = [cookie.partition(";")[0] for cookie in answer["multiValueHeaders"]["Set-Cookie"]]
    cookies = "; ".join(one for one in kept if not one.endswith("="))
    event["headers"]["cookie"], event["multiValueHeaders"]["cookie"] = cookies, [cookies]
    return event
