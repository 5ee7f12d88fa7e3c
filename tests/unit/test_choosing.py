"""Which configured provider does an identity mean, and what must the next sign-in ask it for?"""

import pytest
from coordinator.core.identity import Identity
from coordinator.core.model import Provider
from coordinator.providers.choosing import configured, prompts

STAFF = Provider("Staff", "keycloak", issuer="https://kc.example/realms/staff", client_id="c")
OKTA = Provider("Okta", "okta", issuer="https://example.okta.com", hint="custom:t")
GATE = Provider("Gate", "custom", logout_url="https://gate.example/bye")
SAML = Provider("CorpSaml", "saml", issuer="https://idp.example/entity")
APPLE = Provider("MyApple", "apple")
ALL = {one.name: one for one in (STAFF, OKTA, GATE, SAML, APPLE)}


def meant(*identities: Identity) -> list[str | None]:
    """The names of the providers that are meant."""
    return [one.name if one else None for one in configured(identities, ALL)]


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        (Identity("Okta"), "Okta"),
        (Identity("Okta", "OIDC", "https://kc.example/realms/staff"), "Okta"),
        (Identity("Renamed", "OIDC", "https://kc.example/realms/staff"), "Staff"),
        (Identity("Renamed", "OIDC", "https://kc.example/realms/staff/"), "Staff"),
        (Identity("Renamed", "OIDC", "https://kc.example/realms/staff/saml"), "Staff"),
        (Identity("Partners", "OIDC", "https://kc.example/realms/partners"), None),
        (Identity("Other", "OIDC", "https://kc.example/realms/staffing"), None),
        (Identity("Renamed", "OIDC", "https://example.okta.com/oauth2/default"), "Okta"),
        (Identity("Renamed", "SAML", "https://example.okta.com"), None),
        (Identity("Renamed", "SAML", "https://idp.example/entity"), "CorpSaml"),
        (Identity("Renamed", "OIDC", "https://idp.example/entity"), None),
        (Identity("Renamed", "SAML", "https://gate.example/whatever"), "Gate"),
        (Identity("SignInWithApple", "SignInWithApple"), "MyApple"),
        (Identity("Google", "Google"), None),
        (Identity("Broken", "OIDC", "https://[kc.example/"), None),
    ],
)
def test_an_identity_means_the_provider_of_its_name_else_of_its_issuer_else_of_its_type(
    identity: Identity, name: str | None
) -> None:
    assert meant(identity) == [name]


def test_a_provider_that_one_identity_names_is_not_guessed_for_another() -> None:
    named, other = Identity("Okta", "OIDC"), Identity("Second", "OIDC", "https://example.okta.com")

    assert meant(named, other) == meant(other, named)[::-1] == ["Okta", None]


def test_of_two_that_fit_nobody_is_guessed() -> None:
    twin = Provider("Twin", "oidc", issuer="https://example.okta.com", client_id="d")

    assert configured([Identity("X", "OIDC", "https://example.okta.com")], ALL | {"Twin": twin}) == [None]


def test_a_social_provider_that_is_left_alone_keeps_the_prompt_that_it_understands() -> None:
    left_alone = Provider("Google", "none")

    assert prompts({}) == {
        "Google": "select_account",
        "Facebook": "login",
        "LoginWithAmazon": "login",
        "SignInWithApple": "login",
    }
    assert prompts({"Google": left_alone}) == prompts({})
    assert prompts({"Corp": Provider("Corp", "none"), "Entra": Provider("Entra", "entra")}) == prompts({}) | {
        "Corp": "login",
        "Entra": "select_account",
    }
