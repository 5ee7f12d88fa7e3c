"""A person at a browser who signs in to an app and signs out of it."""

from dataclasses import dataclass

import requests

from local.app import logout_url
from local.browser import Browser, Hop
from local.errors import LocalError
from local.forms import Form
from local.pool import SAML_PROVIDER, AppClient, Pool
from local.provider.setup import ProviderSetup
from local.saml_provider.setup import SamlSetup
from local.system import LocalSystem


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """What an app was given at a sign-in."""

    access: str
    refresh: str


class Person:
    """One person, one browser, one app."""

    def __init__(self, system: LocalSystem, app: str) -> None:
        self.browser = Browser()
        self.client: AppClient = system.pool.apps[app]
        self._places = system.places
        self._credentials = credentials(system, self.client)

    def sign_in(self) -> bool:
        """Sign in from the app's page. True when a password was asked for (it is typed), False when none was.

        Raises LocalError when the app does not end up signed in.
        """
        hops = self.browser.walk(f"{self.client.home}sign-in", clicked_on=self.client.home)
        form = hops[-1].form
        asked = form is not None and "password" in form.fields
        if form is not None and asked:
            hops = self.browser.submit(form, self._credentials, hops[-1].url)
            form = hops[-1].form
        if form is not None and not self.holds_cookies():  # the provider asks whether the app may know who this is
            hops = self.browser.submit(form, {}, hops[-1].url)
        if not self.holds_cookies():
            raise LocalError(f"Signing in to {self.client.name} ended at {hops[-1].url} with {hops[-1].status}.")
        return asked

    def holds_cookies(self) -> bool:
        """Whether the browser holds any of the app's cookies."""
        return any(self.browser.cookie(f"{self.client.name}_{ending}") for ending in ("session", "id", "at", "rt"))

    def tokens(self) -> Tokens:
        """The tokens in the app's cookies; only who is signed in has any."""
        access, refresh = (self.browser.cookie(f"{self.client.name}_{ending}") for ending in ("at", "rt"))
        return Tokens(access or "", refresh or "")

    def fetch_sign_out(self, **parameters: str) -> requests.Response:
        """Let the app's script call `/logout`; it then has to navigate to the `location` of the answer."""
        sent = {"client_id": self.client.client_id, "post_logout_redirect_uri": self.client.signed_out}
        return self.browser.fetch(f"{self._places.logout}/logout", self.client.home, sent | parameters)

    def submit_sign_out(self, **fields: str) -> list[Hop]:
        """Submit a form of the app's page to `/logout`, and go where it leads."""
        sent = {"client_id": self.client.client_id, "post_logout_redirect_uri": self.client.signed_out}
        form = Form("POST", f"{self._places.logout}/logout", sent)
        return self.browser.submit(form, fields, self.client.home)

    def click_sign_out(self, *, unvisited: str | None = None, **parameters: str) -> list[Hop]:
        """Click the app's sign-out link, with more `parameters` in it, and go where it leads."""
        address = logout_url(self._places, self.client, **parameters)
        return self.browser.walk(address, clicked_on=self.client.home, unvisited=unvisited)


def credentials(system: LocalSystem, client: AppClient) -> dict[str, str]:
    """Name and password of the person whom the app's provider knows, by the names of a sign-in page's fields."""
    if client.provider in system.others:
        return dict(system.others[client.provider].typed)
    known: ProviderSetup | SamlSetup | Pool = system.provider
    if client.provider == "COGNITO":
        known = system.pool
    elif client.provider == SAML_PROVIDER and system.saml_provider:
        known = system.saml_provider
    return {"username": known.username, "password": known.password}
