"""A stage and a live pool that are as they should be, to be spoilt by one value at a time."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from coordinator.core.model import App, Provider

from doctor import checks
from doctor.attaching import Attaching
from doctor.finding import Finding, Verdict
from doctor.metadata import SamlFacts
from doctor.outside import Discovered, Outside
from doctor.pool import LiveAttribute, LiveClient, LiveDomain, LivePool, LiveProvider
from doctor.stage import Stage

POOL = "eu-central-1_AbCdEfGhI"
CLIENT = "1example23456789"
DOMAIN = "https://people.auth.eu-central-1.amazoncognito.com"
RETURN_URL = "https://logout.example.com/logout/return"
ISSUER = "https://login.example.com"
HINT = "custom:corp_id_token"
FILE = "functions/config/prod.toml"

SHOP = App("shop", CLIENT, ("https://shop.example.com/signed-out",))
CORP = Provider("Corp", "oidc", issuer=ISSUER, client_id="cognito-at-corp", hint=HINT)
CORP_SAML = Provider("CorpSaml", "saml")
STAGE = Stage(
    "prod",
    FILE,
    {"UserPoolId": POOL, "CognitoDomain": DOMAIN, "PublicUrl": "https://logout.example.com", "Stage": "prod"},
    "logout-coordinator-prod",
    None,
    {"shop": SHOP},
    {"Corp": CORP, "CorpSaml": CORP_SAML},
)

LIVE_CLIENT = LiveClient(
    client_id=CLIENT,
    name="Shop",
    has_secret=False,
    logout_urls=(RETURN_URL, "https://shop.example.com/signed-out"),
    callback_urls=("https://shop.example.com/callback",),
    providers=("COGNITO", "Corp", "CorpSaml"),
    flows=("code",),
    scopes=("openid", "aws.cognito.signin.user.admin"),
    revocation=True,
    writes=frozenset({"email", HINT}),
    reads=frozenset({"email", HINT}),
)
LIVE_CORP = LiveProvider("Corp", "OIDC", ISSUER, "cognito-at-corp", {"email": "email", HINT: "id_token"})
LIVE_SAML = LiveProvider("CorpSaml", "SAML", None, None, {"email": "email"}, signs_out=True, metadata_file="<xml/>")
LIVE = LivePool(
    pool_id=POOL,
    prefix="people",
    custom_domain=None,
    updated_issuer=False,
    attributes={HINT: LiveAttribute(HINT, "String", mutable=True, longest=2_048)},
    domain=LiveDomain("people", POOL, "ACTIVE", 2),
    replicas=(),
    clients={CLIENT: LIVE_CLIENT},
    kinds={"Corp": "OIDC", "CorpSaml": "SAML"},
    providers={"Corp": LIVE_CORP, "CorpSaml": LIVE_SAML},
)
FACTS = SamlFacts("https://saml.example.com/metadata", frozenset({"HTTP-Redirect", "HTTP-POST"}))
OUTSIDE = Outside(
    discovered={"Corp": Discovered(f"{ISSUER}/end-session")},
    metadata={"CorpSaml": FACTS},
    sign_outs={CLIENT: RETURN_URL},
    guesses={"Corp": "oidc", "CorpSaml": "saml", "Other": "oidc"},
)


LAMBDA = "arn:aws:lambda:eu-central-1:111122223333:function"
OURS = f"{LAMBDA}:logout-coordinator-prod-RememberFunction-1A2B3C4D5E6F:live"
THEIRS = f"{LAMBDA}:claims"
NOT_REMEMBERING = Attaching(STAGE.stack, None, Path("/work folder/.local/doctor"))


def client(**changes: Any) -> LivePool:
    """The pool with another app client."""
    return replace(LIVE, clients={CLIENT: replace(LIVE_CLIENT, **changes)})


def corp(**changes: Any) -> LivePool:
    """The pool with another OpenID provider."""
    return replace(LIVE, providers={**LIVE.providers, "Corp": replace(LIVE_CORP, **changes)})


def saml(**changes: Any) -> LivePool:
    """The pool with another SAML provider."""
    return replace(LIVE, providers={**LIVE.providers, "CorpSaml": replace(LIVE_SAML, **changes)})


def attribute(**changes: Any) -> LivePool:
    """The pool with another attribute for the hint."""
    return replace(LIVE, attributes={HINT: replace(LIVE.attributes[HINT], **changes)})


def says(**changes: Any) -> Stage:
    """The stage with another table for the OpenID provider."""
    return replace(STAGE, providers={**STAGE.providers, "Corp": replace(CORP, **changes)})


def parameters(**changes: str) -> Stage:
    """The stage with other parameters."""
    return replace(STAGE, parameters={**STAGE.parameters, **changes})


def outside(
    discovered: Discovered | None = None,
    facts: Any = None,
    sign_outs: Mapping[str, Any] | None = None,
    guess: str = "oidc",
) -> Outside:
    """What others tell, with something else in a place."""
    return Outside(
        {"Corp": discovered} if discovered else OUTSIDE.discovered,
        {"CorpSaml": facts} if facts else OUTSIDE.metadata,
        OUTSIDE.sign_outs if sign_outs is None else sign_outs,
        {**OUTSIDE.guesses, "Corp": guess},
    )


def rows(stage: Stage = STAGE, live: LivePool | None = LIVE, others: Outside = OUTSIDE) -> list[Finding]:
    """Every row."""
    return checks.every(stage, RETURN_URL, live, others, NOT_REMEMBERING)


def reds(stage: Stage = STAGE, live: LivePool | None = LIVE, others: Outside = OUTSIDE) -> list[Finding]:
    """The red rows."""
    return [row for row in rows(stage, live, others) if row.verdict is Verdict.RED]


def the_red(stage: Stage = STAGE, live: LivePool | None = LIVE, others: Outside = OUTSIDE) -> Finding:
    """The only red row."""
    (row,) = reds(stage, live, others)
    return row


def row_of(check: str, stage: Stage = STAGE, live: LivePool | None = LIVE, others: Outside = OUTSIDE) -> Finding:
    """The only row of a check."""
    (row,) = (row for row in rows(stage, live, others) if row.check == check)
    return row
