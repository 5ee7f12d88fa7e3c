"""The stage file that is written: it reads back as the product reads it, says what was guessed, and holds no secret."""

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from coordinator.providers.catalogue import CATALOGUE
from hypothesis import given
from hypothesis import strategies as st

from doctor.configure import mistakes
from doctor.finding import CouldNotLook
from doctor.guessing import Guess, guess
from doctor.metadata import SamlFacts
from doctor.outside import Discovered
from doctor.pool import LiveClient, LiveProvider
from doctor.stage_text import Source, is_left_out, keys, write
from tests.unit.doctor.samples import DOMAIN, HINT, ISSUER, LIVE_CLIENT, LIVE_CORP, LIVE_SAML, POOL, RETURN_URL

OIDC = Guess("oidc", ("Guessed from the type OIDC.",))
SAML = Guess("saml", ("Its sign-out flow is on.",))
SOURCE = Source("prod", POOL, DOMAIN, (LIVE_CLIENT,), (LIVE_CORP, LIVE_SAML), {"Corp": OIDC, "CorpSaml": SAML})
ANY_TEXT = st.text(max_size=30)


def document(source: Source) -> dict[str, Any]:
    return tomllib.loads(write(source))


def test_it_holds_apps_and_providers_and_reads_back_without_a_mistake() -> None:
    assert document(SOURCE) == {
        "apps": {"shop": {"client_id": LIVE_CLIENT.client_id, "return_to": ["https://shop.example.com/signed-out"]}},
        "providers": {
            "Corp": {
                "profile": "oidc",
                "issuer": ISSUER,
                "client_id": "cognito-at-corp",
                "hint": f"claim:{HINT}",
            },
            "CorpSaml": {"profile": "saml"},
        },
    }
    assert mistakes(write(SOURCE)) == []


def test_its_head_names_the_pool_and_what_samconfig_needs() -> None:
    text = write(SOURCE)

    assert f'"UserPoolId={POOL}"' in text
    assert f'"CognitoDomain={DOMAIN}"' in text
    assert "# Guessed from the type OIDC." in text


def with_client(**changes: Any) -> Source:
    return replace(SOURCE, clients=(replace(LIVE_CLIENT, **changes),))


def test_our_own_return_url_is_no_place_to_go_back_to() -> None:
    source = with_client(
        logout_urls=(RETURN_URL, f"{RETURN_URL}/", "http://localhost:8004/logout/return", "https://a.example/")
    )

    assert document(source)["apps"]["shop"]["return_to"] == ["https://a.example/"]


def test_what_no_stage_file_may_hold_is_left_out_and_said() -> None:
    source = with_client(logout_urls=("http://shop.example.com/", "https://a.example/", "com.example.shop:/out"))

    assert document(source)["apps"]["shop"]["return_to"] == ["https://a.example/", "com.example.shop:/out"]
    assert "# Left out, since it is neither https nor an app's own scheme: http://shop.example.com/" in write(source)


def test_an_app_with_nowhere_to_go_back_to_is_a_mistake_with_a_proposal() -> None:
    source = with_client(logout_urls=(RETURN_URL,))

    assert mistakes(write(source)) == ["apps.shop.return_to: must be a list with one entry at least"]
    assert '# By its callback URLs perhaps "https://shop.example.com/"' in write(source)


def test_a_confidential_client_is_told_where_its_secret_goes() -> None:
    assert '# client_secret = "env:shop"' in write(with_client(has_secret=True))
    assert "client_secret" not in write(SOURCE)


def test_machines_and_clients_without_a_browser_are_left_out_by_name() -> None:
    machine = replace(LIVE_CLIENT, client_id="2", name="nightly job", flows=("client_credentials",))
    native = replace(LIVE_CLIENT, client_id="3", name="cli", flows=(), logout_urls=(), callback_urls=())
    source = replace(SOURCE, clients=(LIVE_CLIENT, machine, native))

    assert [is_left_out(client) for client in source.clients] == [False, True, True]
    assert list(document(source)["apps"]) == ["shop"]
    assert "nightly job, cli." in write(source)


def test_names_become_keys_of_their_own() -> None:
    assert keys(["Shop Web", "shop-web", "Ä", "", "shop_2"]) == ["shop-web", "shop-web-2", "app", "app-2", "shop_2"]


@given(st.lists(ANY_TEXT, max_size=8))
def test_every_client_has_its_own_key(names: list[str]) -> None:
    found = keys(names)

    assert len(set(found)) == len(names)
    assert all(key.strip("abcdefghijklmnopqrstuvwxyz0123456789_-") == "" for key in found)


CLIENTS = st.builds(
    lambda name, urls, secret: replace(LIVE_CLIENT, name=name, logout_urls=tuple(urls), has_secret=secret),
    ANY_TEXT,
    st.lists(ANY_TEXT | st.just("https://a.example/"), max_size=3),
    st.booleans(),
)
NAMES = st.text(st.characters(categories=["L", "M", "S", "N", "P", "Zs"]), max_size=30)
"""What ProviderName may hold (API reference), and more."""
PROVIDERS = st.builds(
    lambda name, issuer, client_id, attribute: LiveProvider(name, "OIDC", issuer, client_id, {attribute: "id_token"}),
    NAMES,
    ANY_TEXT,
    ANY_TEXT,
    ANY_TEXT.map("custom:".__add__),
)


@given(CLIENTS, PROVIDERS)
def test_whatever_stands_in_a_pool_the_file_is_toml(client: LiveClient, provider: LiveProvider) -> None:
    why = Guess("oidc", (f"Guessed from the issuer {provider.issuer}.",))
    source = Source("dev", POOL, DOMAIN, (client,), (provider,), {provider.name: why})

    assert list(document(source)["providers"]) == [provider.name]


@pytest.mark.parametrize("profile", sorted(CATALOGUE))
def test_of_any_profile_nothing_is_written_that_the_stage_file_has_no_use_for(profile: str) -> None:
    source = replace(SOURCE, guesses={"Corp": Guess(profile, ("Because.",)), "CorpSaml": SAML})
    wrong = mistakes(write(source))
    lacking = [mistake for mistake in wrong if "is missing" in mistake or "needs" in mistake]

    assert wrong == lacking
    assert len(lacking) == write(source).count("# Fill in ")


def test_without_an_attribute_for_the_token_the_file_says_how_to_get_one() -> None:
    source = replace(SOURCE, providers=(replace(LIVE_CORP, mapping={"email": "email"}), LIVE_SAML))

    assert "hint" not in document(source)["providers"]["Corp"]
    assert "map id_token to one (2,048 characters, mutable)" in write(source)


@pytest.mark.parametrize(
    ("profile", "held", "hint"),
    [
        ("oidc", "id_token", f"claim:{HINT}"),
        ("oidc", "access_token", None),
        ("facebook", "access_token", f"claim:{HINT}"),
        ("facebook", "id_token", None),
    ],
)
def test_only_the_token_that_the_row_takes_becomes_the_hint(profile: str, held: str, hint: str | None) -> None:
    provider = replace(LIVE_CORP, mapping={HINT: held})
    source = replace(SOURCE, providers=(provider,), guesses={"Corp": Guess(profile, ("Because.",))})

    assert document(source)["providers"]["Corp"].get("hint") == hint
    called = "access token" if profile == "facebook" else "ID token"
    assert (f"No custom attribute holds its {called}" in write(source)) is (hint is None)


OFF = replace(LIVE_SAML, signs_out=False)
GOOGLE = replace(LIVE_CORP, kind="Google", issuer=None)
WITH_SIGN_OUT = SamlFacts("https://idp.example.com", frozenset({"HTTP-Redirect"}))


@pytest.mark.parametrize(
    ("provider", "profile", "discovered", "facts", "expected", "said"),
    [
        (LIVE_CORP, "oidc", Discovered(f"{ISSUER}/end"), None, "oidc", "Guessed from the type OIDC and the issuer"),
        (LIVE_CORP, "oidc", Discovered(), None, "none", "no end_session_endpoint"),
        (LIVE_CORP, "oidc", Discovered(problem="timeout"), None, "oidc", "could not be used (timeout)"),
        (replace(LIVE_CORP, kind="SignInWithApple"), "none", None, None, "none", "the type SignInWithApple"),
        (LIVE_SAML, "saml", None, WITH_SIGN_OUT, "saml", "sign-out flow is on"),
        (LIVE_SAML, "simplesamlphp", None, WITH_SIGN_OUT, "saml", "sign-out flow is on"),
        (OFF, "saml", None, WITH_SIGN_OUT, "none", "Turn it on"),
        (OFF, "saml", None, SamlFacts("https://accounts.google.com/o", frozenset()), "none", "No SingleLogoutService"),
        (OFF, "saml", None, CouldNotLook("metadata", "unreachable"), "none", "No SingleLogoutService"),
        (
            OFF,
            "simplesamlphp",
            None,
            WITH_SIGN_OUT,
            "simplesamlphp",
            "With single logout through Cognito, saml is better",
        ),
        (OFF, "entra_saml", None, WITH_SIGN_OUT, "entra_saml", "Leave Cognito's own SAML sign-out off"),
        (OFF, "google_workspace", None, WITH_SIGN_OUT, "none", "also ends all of Google"),
        (
            GOOGLE,
            "google",
            None,
            None,
            "none",
            "The logout of google brings nobody back, and also ends all of",
        ),
        (LIVE_CORP, "linkedin", None, None, "none", "The logout of linkedin brings nobody back. So the"),
        (LIVE_CORP, "facebook", None, None, "facebook", "It also ends all of Facebook in this browser."),
        (LIVE_CORP, "auth0", Discovered(), None, "auth0", f"no end_session_endpoint: {ISSUER}/oidc/logout is used"),
        (
            LIVE_CORP,
            "keycloak",
            Discovered(problem="http_404"),
            None,
            "keycloak",
            "(http_404): https://login.example.com/",
        ),
    ],
)
def test_a_profile_is_guessed_and_the_reason_given(
    provider: LiveProvider,
    profile: str,
    discovered: Discovered | None,
    facts: SamlFacts | CouldNotLook | None,
    expected: str,
    said: str,
) -> None:
    found = guess(provider, profile, discovered, facts)

    assert found.profile == expected
    assert said in " ".join(found.why)


def test_a_provider_from_which_nobody_comes_back_is_left_alone_with_the_other_choice_beside_it() -> None:
    source = replace(SOURCE, guesses={"Corp": guess(GOOGLE, "google", None, None), "CorpSaml": SAML})

    assert document(source)["providers"]["Corp"] == {"profile": "none"}
    assert '# profile = "google"\nprofile = "none"\n' in write(source)


@pytest.mark.parametrize(("profile", "said"), [("oidc", True), ("adfs", False)])
def test_a_form_for_the_hint_is_proposed_where_the_row_takes_one(profile: str, said: bool) -> None:
    source = replace(SOURCE, guesses={"Corp": Guess(profile, ("Because.",)), "CorpSaml": SAML})
    proposed = write(source).replace('# method = "POST"', 'method = "POST"')

    assert tomllib.loads(proposed)["providers"]["Corp"].get("method") == ("POST" if said else None)
    assert mistakes(proposed) == []


def test_how_long_refresh_tokens_live_is_said_where_it_is_not_usual() -> None:
    longer = replace(SOURCE, clients=(replace(LIVE_CLIENT, refresh_token_days=90),))

    assert document(longer)["apps"]["shop"]["refresh_token_days"] == 90
    assert "refresh_token_days" not in document(SOURCE)["apps"]["shop"]
