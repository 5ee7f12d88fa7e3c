"""The stage file: what is good becomes apps and providers, what is wrong is named by its key, all at once."""

import tomllib

import pytest
from coordinator.core.model import App, AppCookie, Provider
from coordinator.settings import stage_file

GOOD = """
[apps.shop]
client_id = "1example23456789"
return_to = ["https://shop.example.com/signed-out", "com.example.shop:/signed-out", "http://localhost:8003/"]
confirm = "never"
default_return = true
client_secret = "env:shop"
cookies = [
  { name = "shop_session", domain = ".example.com", path = "/" },
  { name = "shop_id.*", domain = "example.com", holds = "id_token" },
  { name = "__Host-shop" },
  { name = "wide", domain = "co.uk", path = "/app" },
]

[providers.Okta]
profile = "oidc"
issuer = "https://example.okta.com"
client_id = "0oa"
hint = "claim:custom:okta_id_token"
logout_hint = "claim:custom:login_hint"

[providers.Legacy]
profile = "custom"
logout_url = "https://login.example.com/signout"
return_param = "returnTo"
client_param = "client"
state_param = "st"
client_id = "abc"
returns = "registered"
extra = { federated = "" , kind = "full" }
"""
APP = '[apps.shop]\nclient_id = "c"\nreturn_to = ["https://shop.example.com/"]\n'


def read(text: str, **secrets: str) -> tuple[dict[str, App], dict[str, Provider], list[str]]:
    problems: list[str] = []
    apps, providers = stage_file.read(tomllib.loads(text), secrets, problems)
    return apps, providers, problems


def test_a_good_file_is_read_whole() -> None:
    apps, providers, problems = read(GOOD, shop="the-secret")

    assert problems == []
    assert apps["shop"] == App(
        name="shop",
        client_id="1example23456789",
        return_to=(
            "https://shop.example.com/signed-out",
            "com.example.shop:/signed-out",
            "http://localhost:8003/",
        ),
        cookies=(
            AppCookie("shop_session", ".example.com", "/"),
            AppCookie("shop_id", "example.com", "/", "id_token", numbered="."),
            AppCookie("__Host-shop"),
            AppCookie("wide", "co.uk", "/app", public_domain=True),
        ),
        client_secret="the-secret",
        confirm="never",
        default_return=True,
    )
    assert providers["Okta"].hint == "custom:okta_id_token"
    assert providers["Okta"].logout_hint == "custom:login_hint"
    assert providers["Legacy"].extra == (("federated", ""), ("kind", "full"))


def test_defaults_are_those_of_the_documentation() -> None:
    apps, providers, problems = read(APP + '[providers.Deaf]\nprofile = "none"\n')

    assert problems == []
    assert apps["shop"] == App("shop", "c", ("https://shop.example.com/",))
    assert providers["Deaf"] == Provider("Deaf", "none")


PROBLEMS = [
    ("", "apps: one app at least is needed"),
    ("apps = 1", "stage.apps: must be a table"),
    ("[apps]\nshop = 1", "apps.shop: must be a table"),
    (APP + "[elsewhere]", "stage.elsewhere: is no key that we know"),
    ("[apps.shop]\nreturn_to = ['https://a.example/']", "apps.shop.client_id: is missing"),
    ("[apps.shop]\nclient_id = 'c'", "apps.shop.return_to: must be a list with one entry at least"),
    ("[apps.shop]\nclient_id = 'c'\nreturn_to = []", "apps.shop.return_to: must be a list with one entry at least"),
    ("[apps.shop]\nclient_id = 'c'\nreturn_to = 'https://a.example/'", "apps.shop.return_to: must be a list"),
    *(
        (f"[apps.shop]\nclient_id = 'c'\nreturn_to = [{url}]", "apps.shop.return_to[0]: must be an https URL")
        for url in (
            "'http://shop.example.com/'",
            "'javascript:alert(1)'",
            "'data:text/html,x'",
            "'https://*.example.com/'",
            "'https://shop.example.com/#x'",
            "'shop:/x'",
            "''",
            "7",
            f"'https://shop.example.com/{'x' * 1_024}'",
        )
    ),
    (APP + "confirm = 'sometimes'", "apps.shop.confirm: must be one of always, auto, never"),
    (APP + "default_return = 'yes'", "apps.shop.default_return: must be true or false"),
    (APP + "client_secret = 'hunter2'", "apps.shop.client_secret: must be env:<a key of CLIENT_SECRETS>"),
    (APP + "client_secret = 'env:'", "apps.shop.client_secret: must be env:<a key of CLIENT_SECRETS>"),
    (APP + "client_secret = 'env:shop'", "apps.shop.client_secret: names a key that CLIENT_SECRETS does not have"),
    (APP + "clientid = 'x'", "apps.shop.clientid: is no key that we know"),
    (APP + "cookies = {}", "apps.shop.cookies: must be a list"),
    (APP + "cookies = ['x']", "apps.shop.cookies[0]: must be a table"),
    (APP + "cookies = [{}]", "apps.shop.cookies[0].name: is missing"),
    (APP + "cookies = [{name = '.*'}]", "apps.shop.cookies[0].name: "),
    (APP + "cookies = [{name = 'a b'}]", "apps.shop.cookies[0].name: holds a character"),
    (APP + "cookies = [{name = 'a;b'}]", "apps.shop.cookies[0].name: holds a character"),
    (APP + "cookies = [{name = 'ä'}]", "apps.shop.cookies[0].name: holds a character"),
    (APP + "cookies = [{name = 'a', path = 'app'}]", "apps.shop.cookies[0].path: must start with /"),
    (APP + "cookies = [{name = 'a', path = '/;Secure'}]", "apps.shop.cookies[0].path: must start with /"),
    (APP + "cookies = [{name = 'a', domain = 'a;b'}]", "apps.shop.cookies[0].domain: must be a host name"),
    (APP + "cookies = [{name = 'a', domain = 'ä.de'}]", "apps.shop.cookies[0].domain: must be a host name"),
    (APP + "cookies = [{name = 'a', holds = 'session'}]", "apps.shop.cookies[0].holds: must be one of access_token"),
    (APP + "cookies = [{name = 'a', secure = true}]", "apps.shop.cookies[0].secure: is no key that we know"),
    (APP + "cookies = [{name = '__Host-a', domain = 'a.example'}]", "apps.shop.cookies[0].name: a __Host- cookie"),
    (APP + "cookies = [{name = '__Host-a', path = '/a'}]", "apps.shop.cookies[0].name: a __Host- cookie"),
    (APP + "cookies = [{family = 'amplifi'}]", "apps.shop.cookies[0].family: must be one of alb, amplify"),
    (APP + "cookies = [{family = 'cognito-at-edge'}]", "apps.shop.cookies[0].domain: is missing: the library sets"),
    (APP + "cookies = [{family = 7}]", "apps.shop.cookies[0].family: must be a text"),
    (APP + "cookies = [{family = 'amplify', name = 'a'}]", "apps.shop.cookies[0].name: is fixed in the family"),
    (APP + "cookies = [{family = 'alb', name = 'a b'}]", "apps.shop.cookies[0].name: holds a character"),
    (APP + "cookies = [{family = 'alb', holds = 'id_token'}]", "apps.shop.cookies[0].holds: is no key that we know"),
    (APP + "cookies = [{family = 'alb', domain = 'a;b'}]", "apps.shop.cookies[0].domain: must be a host name"),
    (APP + APP.replace("shop", "blog", 1), "apps.blog.client_id: is also that of apps.shop"),
    (APP + "[providers.X]", "providers.X.profile: is missing"),
    (
        APP + "[providers.X]\nprofile = 'oidcc'",
        "providers.X.profile: is no profile of the catalogue (docs/providers.md); perhaps oidc",
    ),
    (APP + "[providers.X]\nprofile = 'oidc'", "providers.X.issuer or logout_url: is missing"),
    (APP + "[providers.X]\nprofile = 'custom'", "providers.X.logout_url: is missing"),
    (APP + "[providers.X]\nprofile = 'oidc'\nissuer = 'http://a.example'", "providers.X.issuer: must be an https URL"),
    (APP + "[providers.X]\nprofile = 'none'\nhint = 'remembered'", "providers.X.hint: is of no use"),
    (APP + "[providers.X]\nprofile = 'none'\nhint = 'custom:x'", "providers.X.hint: must be claim:"),
    (APP + "[providers.X]\nprofile = 'none'\nlogout_hint = 'claim:'", "providers.X.logout_hint: must be claim:"),
    (APP + "[providers.X]\nprofile = 'none'\nhint = 'claim:x'", "providers.X.hint: is of no use"),
    (APP + "[providers.X]\nprofile = 'none'\nreturns = 'no'", "providers.X.returns: must be one of after_a_click"),
    (APP + "[providers.X]\nprofile = 'none'\nextra = {a = 1}", "providers.X.extra: must be a table of texts"),
    (APP + "[providers.X]\nprofile = 'apple'\nextra = {a = 'b'}", "providers.X.extra: is of no use: the profile apple"),
    (
        APP + "[providers.X]\nprofile = 'saml'\nlogout_url = 'https://a.example/'",
        "providers.X.logout_url: is of no use",
    ),
    (
        APP + "[providers.X]\nprofile = 'custom'\nlogout_url = 'https://a.example/'\nclient_param = 'c'",
        "providers.X.client_id: is missing: client_param needs it",
    ),
    (
        APP + "[providers.X]\nprofile = 'oidc'\nissuer = 'https://a.example'\nextra = {id_token_hint = 'x'}",
        "providers.X.extra.id_token_hint: is what the profile oidc says by itself",
    ),
    (
        APP + "[providers.X]\nprofile = 'custom'\nlogout_url = 'https://a.example/'\nreturn_param = 'to'\n"
        "extra = {to = 'https://b.example/'}",
        "providers.X.extra.to: is what the profile custom says by itself",
    ),
    (APP + "[providers.X]\nprofile = 'none'\nextra = 'a'", "providers.X.extra: must be a table"),
    (APP + "[providers.X]\nprofile = 'saml'\nstate_param = 's'", "providers.X.state_param: is fixed in the profile"),
]


@pytest.mark.parametrize(("text", "problem"), PROBLEMS, ids=[problem[:60] for _, problem in PROBLEMS])
def test_every_mistake_is_named_with_its_key(text: str, problem: str) -> None:
    problems = read(text)[2]

    assert any(found.startswith(problem) for found in problems), problems


def test_all_mistakes_are_named_at_once() -> None:
    text = APP + "confirm = 'x'\ndefault_return = 1\n[providers.X]\nprofile = 'y'\n[providers.Z]\nissuer = 'ftp://a'"

    assert len(read(text)[2]) == 5
