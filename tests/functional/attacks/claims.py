"""Tokens of the pool's own signature whose claims are not those of a token that we take."""

import time

from tests.functional.attacks.mould import MISSING, Mould, Row
from tests.functional.tokens import ISSUER, SHOP

DAY = 86_400
ISSUERS: tuple[object, ...] = (
    ISSUER + "y",
    ISSUER + "/",
    ISSUER[:-1],
    ISSUER.upper(),
    ISSUER.replace("https:", "http:"),
    ISSUER.replace("eu-central-1", "us-east-1"),
    ISSUER.replace("cognito-idp", "cognito-idp-fips"),
    ISSUER.replace(".com/", ".com.evil.test/"),
    f"https://evil.test/{ISSUER}",
    "",
    [ISSUER],
    None,
    MISSING,
)
AUDIENCES: tuple[object, ...] = (
    SHOP[:-1],
    SHOP + "0",
    SHOP.upper(),
    [],
    [[SHOP]],
    [SHOP],
    7,
    {"id": SHOP},
    "",
    None,
    MISSING,
)
SESSIONS: tuple[object, ...] = (7, [], "o" * 5_000, "*\0", {"a": 1})
LOGOUT: dict[str, object] = {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}, "token_use": MISSING}


def _clients_confused(mould: Mould) -> list[str]:
    """The app client in the claim of the other kind alone."""
    other = "client_id" if mould.kind == "id" else "aud"
    return [mould.claiming(**{mould.audience: MISSING, other: SHOP})]


def _too_early() -> list[object]:
    """A time that is yet to come, and what is no time."""
    return [int(time.time()) + DAY, None, [], "1700000000", True]


CLAIMS: dict[str, Row] = {
    "C01": lambda mould: [mould.claiming(exp=exp) for exp in (0, -1, None, [], {}, MISSING)],
    "C02": lambda mould: [mould.claiming(exp=str(int(time.time()) + DAY))],
    "C03": lambda mould: [mould.claiming(exp=exp) for exp in (1e300, 10**30, 253_402_300_800)],
    "C04": lambda mould: [mould.claiming(exp=True)],
    "C05": lambda mould: [mould.claiming(iat=iat) for iat in _too_early()],
    "C06": lambda mould: [mould.claiming(nbf=nbf) for nbf in _too_early()],
    "C07": lambda mould: [mould.claiming(iss=iss) for iss in ISSUERS],
    "C08": lambda mould: [mould.claiming(**{mould.audience: client}) for client in AUDIENCES],
    "C09": lambda mould: [mould.claiming(**{mould.audience: [SHOP, "another"]})],
    "C10": lambda mould: [mould.claiming(sub=sub) for sub in (MISSING, 7, [], None, "", "s" * 5_000)],
    "C12": lambda mould: [mould.claiming(iat=-1)],
    "G01": lambda mould: [mould.of_the_other_kind],
    "G02": lambda mould: [mould.of_the_other_kind],
    "G03": lambda mould: [
        mould.claiming(token_use=use)
        for use in (MISSING, None, mould.kind.upper(), [mould.kind], "refresh", f"{mould.kind} ", {"a": mould.kind})
    ],
    "G04": _clients_confused,
    "G05": lambda mould: [mould.claiming(**{mould.audience: "3example23456789"})],
    "G06": lambda mould: [mould.claiming(iss=iss) for iss in ISSUERS],
    "G12": lambda mould: [mould.claiming(origin_jti=value) for value in SESSIONS],
    "L02": lambda mould: [
        mould.claiming(**LOGOUT),
        mould.claiming(**LOGOUT | {"token_use": "logout"}),
        mould.cast({"alg": "RS256", "kid": "pool", "typ": "logout+jwt"}, mould.claims | {"events": LOGOUT["events"]}),
    ],
}
"""By the number of the mutation. A time in the past is no fault of a hint (L06), and opens nothing (G09). G01 (an ID
token for an access token) and G02 (the reverse) are one row by kind.
"""
