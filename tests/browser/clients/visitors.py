"""People who use the standard clients: each library keeps its tokens where it wants."""

import json

from tests.browser.visitor import Visitor

STORED = "() => JSON.stringify({ ...sessionStorage, ...localStorage })"
# What mod_auth_openidc says of a session, to the person whose it is: `OIDCInfoHook` in its configuration.
INFO = "url => fetch(url).then(answer => answer.text())"
SESSION = "mod_auth_openidc_session"


class ClientVisitor(Visitor):
    """A person who signs out by the library's own call."""

    def sign_out(self) -> None:
        """Click "Sign out" on the app's page."""
        self.page.get_by_text("Sign out", exact=True).click()

    def stored(self) -> dict[str, str]:
        """What the app's origin has stored in this tab and browser."""
        values: dict[str, str] = json.loads(self.page.evaluate(STORED))
        return values


class OidcClientTsVisitor(ClientVisitor):
    """oidc-client-ts keeps one entry per user in the tab's session storage."""

    def kept(self) -> dict[str, str]:
        """Its tokens in this tab."""
        users = [json.loads(value) for name, value in self.stored().items() if name.startswith("oidc.user:")]
        return {"rt": users[0]["refresh_token"], "at": users[0]["access_token"]} if users else {}


class AmplifyVisitor(ClientVisitor):
    """AWS Amplify keeps one entry per token in the browser's local storage."""

    def kept(self) -> dict[str, str]:
        """Its tokens in this browser."""
        ends = {"refreshToken": "rt", "accessToken": "at", "idToken": "id"}
        found = {name.rpartition(".")[2]: value for name, value in self.stored().items()}
        return {short: found[end] for end, short in ends.items() if end in found}


class OpenidClientVisitor(ClientVisitor):
    """The web app on Node keeps them in cookies of its own."""

    def kept(self) -> dict[str, str]:
        """Its tokens in this browser."""
        ends = {"refresh_token": "rt", "access_token": "at", "id_token": "id"}
        ours = [cookie for cookie in self.context.cookies() if cookie.get("domain") == self.client.host]
        return {ends[name]: cookie.get("value", "") for cookie in ours if (name := cookie.get("name", "")) in ends}


class ModAuthOpenidcVisitor(ClientVisitor):
    """mod_auth_openidc keeps them on the server, behind a session cookie."""

    def kept(self) -> dict[str, str]:
        """Its tokens in this browser's session, while there is one."""
        if not any(cookie.get("name") == SESSION for cookie in self.context.cookies()):
            return {}
        found = json.loads(self.page.evaluate(INFO, f"{self.client.callback}?info=json"))
        return {"rt": found["refresh_token"], "at": found["access_token"]}
