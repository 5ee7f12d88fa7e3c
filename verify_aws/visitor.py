"""A person at a browser of requests: signs in at the pools' pages, and asks whether a session is there."""

from urllib.parse import urlencode

from local.addresses import query_value
from local.browser import Browser, Hop
from local.forms import Form
from verify_aws.errors import CouldNotCheck
from verify_aws.made import App, Person
from verify_aws.scene import Scene, Tokens
from verify_aws.surroundings import PROVIDER

MOST_PAGES = 3
"""Pages that a sign-in may have: the name, the password, and one for whatever comes between."""

FIELDS = {"username", "password"}
"""What a sign-in page asks for."""


def is_sign_in(hop: Hop) -> bool:
    """Tell that a page asks for name or password. Raises CouldNotCheck for any other page."""
    if hop.form is None or not FIELDS & set(hop.form.fields):
        raise CouldNotCheck(f"a page with {hop.status} came, which asks for neither name nor password")
    return True


def is_refusal(hop: Hop) -> bool:
    """Tell that a silent sign-in was refused: by the error for it, or by the page. Raises CouldNotCheck otherwise."""
    return query_value(hop.location or "", "error") == "login_required" or is_sign_in(hop)


class Visitor:
    """One browser with its cookies, and the person who sits before it."""

    def __init__(self, scene: Scene, app: str) -> None:
        """Nobody is signed in yet."""
        self.scene = scene
        self.app = scene.apps[app]
        self.browser = Browser()
        self._person: Person = scene.upstream.person if self.app.provider == PROVIDER else scene.pool.person

    def sign_in(self, **more: str) -> Tokens:
        """Sign in, typing name and password where a page asks for them. Raises CouldNotCheck where none can be."""
        url = self.scene.authorize_url(self.app, **self._provider(), **more)
        hops = self.browser.walk(url, clicked_on=self.app.home, until=self.app.callback)
        for _ in range(MOST_PAGES):
            if self.code(hops):
                return self.scene.tokens(self.app, self.code(hops))
            form = hops[-1].form
            if form is None or not FIELDS & set(form.fields):
                break
            hops = self.browser.submit(form, self._typed(form), hops[-1].url, until=self.app.callback)
        if self.code(hops):
            return self.scene.tokens(self.app, self.code(hops))
        raise CouldNotCheck(f"the sign-in ended at a page with {hops[-1].status} and no form that can be filled in")

    def is_asked(self) -> bool:
        """Open the app's sign-in, and see whether a page asks who it is, in place of a code."""
        url = self.scene.authorize_url(self.app, **self._provider())
        hops = self.browser.walk(url, clicked_on=self.app.home, until=self.app.callback)
        return not self.code(hops) and is_sign_in(hops[-1])

    def prompt_none(self) -> str:
        """Ask with `prompt=none`: `a code`, or the error's name."""
        if not self.scene.managed:
            raise CouldNotCheck("the classic hosted UI was shown, which knows no prompt")
        hop = self._last(self.scene.authorize_url(self.app, prompt="none"), self.app)
        return query_value(hop.location or "", "error") or ("a code" if self.code([hop]) else "a page")

    def silently(self, app: App | None = None) -> Tokens | None:
        """Sign in with the `cookie` alone; None where it does not let the browser in.

        Raises CouldNotCheck for an answer that says neither.
        """
        asked = app or self.app
        hop = self._last(self.scene.authorize_url(asked, **self._quietly()), asked)
        code = self.code([hop], asked)
        return self.scene.tokens(asked, code) if code or not is_refusal(hop) else None

    def knows_upstream(self) -> bool:
        """Whether the other pool would sign this browser in without asking."""
        query = {"response_type": "code", "client_id": self.scene.upstream_client, "scope": "openid", "state": "a"}
        query["redirect_uri"] = callback = f"{self.scene.pool.domain}/oauth2/idpresponse"
        url = f"{self.scene.upstream.domain}/oauth2/authorize?{urlencode(query | self._quietly())}"
        hop = self.browser.walk(url, until=callback)[-1]
        return bool(query_value(hop.location or "", "code")) or not is_refusal(hop)

    def code(self, hops: list[Hop], app: App | None = None) -> str:
        """The code in the last hop's redirect to the app, or an empty string."""
        location = hops[-1].location or ""
        return query_value(location, "code") if location.startswith((app or self.app).callback) else ""

    def _last(self, url: str, app: App) -> Hop:
        return self.browser.walk(url, until=app.callback)[-1]

    def _provider(self) -> dict[str, str]:
        return {"identity_provider": PROVIDER} if self.app.provider == PROVIDER else {}

    def _quietly(self) -> dict[str, str]:
        return {"prompt": "none"} if self.scene.managed else {}

    def _typed(self, form: Form) -> dict[str, str]:
        typed = {"username": self._person.username, "password": self._person.password}
        return {name: value for name, value in typed.items() if name in form.fields}
