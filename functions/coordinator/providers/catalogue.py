"""One row of data per profile: where a provider ends its session, and what it must be told."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Who ends the provider's session."""

    HOP = "hop"
    """We do, by sending the browser to the provider."""
    COGNITO = "cognito"
    """Cognito does, inside its own `/logout`; a hop of ours would be a second one."""
    NOTHING = "nothing"
    """Nobody can: the receipt says `not_supported`."""


class HintPolicy(StrEnum):
    """What the provider wants with the ID token that it issued to Cognito."""

    OR_CLIENT_ID = "or_client_id"
    """Takes it, and makes do with `client_id`."""
    UNUSED = "unused"
    """Has no use for it; it is never sent."""


@dataclass(frozen=True, slots=True)
class Row:
    """How one kind of provider ends a session; parameter names are None where there is no such parameter.

    `discovers` says that the endpoint is `end_session_endpoint` of the issuer's discovery document unless the
    configuration has `logout_url`. `proves` says that a return with our `state` proves the end of the session.
    `configurable` says that the stage file may rename parameters. `longest_url` in characters: beyond it the hop
    is a form. `needs` lists alternatives: of each tuple the configuration must hold one key.
    """

    kind: Kind
    source: str
    needs: tuple[tuple[str, ...], ...] = ()
    discovers: bool = False
    hint: HintPolicy = HintPolicy.UNUSED
    hint_param: str | None = None
    client_param: str | None = None
    return_param: str | None = None
    state_param: str | None = None
    logout_hint_param: str | None = None
    ui_locales_param: str | None = None
    proves: bool = False
    configurable: bool = False
    method: str = "GET"
    takes_post: bool = False
    longest_url: int = 8_000


CATALOGUE: dict[str, Row] = {
    "oidc": Row(
        kind=Kind.HOP,
        source="OpenID Connect RP-Initiated Logout 1.0, sections 2 and 3: the return comes after the logout",
        needs=(("issuer", "logout_url"),),
        discovers=True,
        hint=HintPolicy.OR_CLIENT_ID,
        hint_param="id_token_hint",
        client_param="client_id",
        return_param="post_logout_redirect_uri",
        state_param="state",
        logout_hint_param="logout_hint",
        ui_locales_param="ui_locales",
        proves=True,
        takes_post=True,
    ),
    "custom": Row(
        kind=Kind.HOP,
        source="the stage file: a social provider's own logout URL",
        needs=(("logout_url",),),
        configurable=True,
    ),
    "saml": Row(
        kind=Kind.COGNITO,
        source="Amazon Cognito developer guide, cognito-user-pools-saml-idp-sign-out: single logout inside /logout",
    ),
    "none": Row(
        kind=Kind.NOTHING,
        source="the stage file: a provider without a logout",
    ),
}
"""The rows by profile name."""
