"""The three lamps: what lives of a sign-in, asked at whoever owns it with the cookies of the browser itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import requests
from botocore.exceptions import BotoCoreError, ClientError

from local.browser import Browser
from local.cognito_domain.authorize import NATIVE
from local.errors import LocalError
from local.owners import Owners
from local.pool import SAML_PROVIDER, AppClient
from local.system import LocalSystem


class Light(StrEnum):
    """What an owner says; `NONE` is a lamp that this sign-in does not have, `UNKNOWN` one whose owner is silent."""

    ON = "on"
    OFF = "off"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, repr=False)
class SignIn:
    """What the app was given, and through which provider."""

    provider: str
    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class Lamps:
    """What each owner says."""

    tokens: Light
    cognito: Light
    provider: Light

    def lit(self) -> list[str]:
        """The names of those that are on."""
        return [name for name in ("tokens", "cognito", "provider") if getattr(self, name) is Light.ON]


NOTHING = Lamps(Light.NONE, Light.NONE, Light.NONE)


def asked(system: LocalSystem, app: AppClient, sign_in: SignIn, held: Mapping[str, Mapping[str, str]]) -> Lamps:
    """Ask everybody; `held` are the browser's cookies by host."""
    owners, browser = Owners(system), Browser.holding(held)

    def tokens() -> bool:
        return owners.honours_refresh_token(app, sign_in.refresh) or owners.honours_access_token(sign_in.access)

    def provider() -> bool:
        if sign_in.provider == SAML_PROVIDER:
            from local.saml_provider.owner import knows_browser  # needs xmlsec1

            return knows_browser(system, browser)
        return owners.knows_browser_at_provider(browser, sign_in.provider)

    return Lamps(
        tokens=light(tokens),
        cognito=light(lambda: owners.knows_browser_at_cognito(browser, app)),
        provider=Light.NONE if sign_in.provider == NATIVE else light(provider),
    )


def light(is_alive: Callable[[], bool]) -> Light:
    """The owner's answer."""
    try:
        return Light.ON if is_alive() else Light.OFF
    except (LocalError, requests.RequestException, BotoCoreError, ClientError):
        return Light.UNKNOWN
