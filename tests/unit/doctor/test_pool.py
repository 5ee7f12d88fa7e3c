"""From AWS's answers to values: what is absent has AWS's own default, and nothing secret is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.pool import LiveAttribute, LiveClient, LiveDomain, LiveProvider, attributes, domain_to_describe

KEPT_BY_NOBODY = "kept-by-nobody"


@given(
    st.dictionaries(
        st.sampled_from(["client_secret", "private_key", "token_url", "authorize_scopes", "oidc_issuer", "client_id"]),
        st.text(max_size=20),
    )
)
def test_a_providers_secrets_are_not_kept(details: dict[str, str]) -> None:
    secret = {"client_secret": KEPT_BY_NOBODY, "private_key": KEPT_BY_NOBODY}
    found = LiveProvider.of({"ProviderName": "P", "ProviderType": "OIDC", "ProviderDetails": details | secret})

    assert KEPT_BY_NOBODY not in repr(found)
    assert found.issuer == details.get("oidc_issuer")


def test_of_a_clients_secret_only_its_existence_is_kept() -> None:
    found = LiveClient.of({"ClientId": "1", "ClientSecret": KEPT_BY_NOBODY})

    assert found.has_secret
    assert KEPT_BY_NOBODY not in repr(found)
    assert not LiveClient.of({"ClientId": "1"}).has_secret


def test_a_client_that_says_nothing_of_attributes_has_the_defaults() -> None:
    found = LiveClient.of({"ClientId": "1", "WriteAttributes": [], "ReadAttributes": ["email"]})

    assert (found.writes, found.reads) == (None, frozenset({"email"}))


@pytest.mark.parametrize(
    ("limits", "longest"), [({"MinLength": "0", "MaxLength": "256"}, 256), ({"MinLength": "0"}, 2_048), ({}, 2_048)]
)
def test_an_attribute_without_a_maximum_holds_what_cognito_holds(limits: dict[str, str], longest: int) -> None:
    answer = {"Name": "custom:a", "AttributeDataType": "String", "Mutable": True, "StringAttributeConstraints": limits}

    assert LiveAttribute.of(answer).longest == longest


def test_only_custom_attributes_are_kept() -> None:
    assert list(attributes([{"Name": "email"}, {"Name": "custom:a"}, {"Name": "dev:custom:b"}])) == ["custom:a"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({}, LiveDomain("d", None, "", None)),
        (
            {"UserPoolId": "p", "Status": "ACTIVE", "ManagedLoginVersion": 2},
            LiveDomain("d", "p", "ACTIVE", 2),
        ),
    ],
)
def test_a_domain_that_nobody_has_is_of_no_pool(answer: dict[str, object], expected: LiveDomain) -> None:
    assert LiveDomain.of("d", answer) == expected


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://people.auth.eu-central-1.amazoncognito.com", "people"),
        ("https://people.auth-fips.us-gov-west-1.amazoncognito.com", "people"),
        ("https://login.example.com", "login.example.com"),
        ("https://login.auth.example.com", "login.auth.example.com"),
        ("http://localhost:8001", "the-prefix"),
        ("http://cognito.localhost:8001", "the-prefix"),
        ("<https-pool-domain>", "the-prefix"),
        ("", "the-prefix"),
    ],
)
def test_a_domain_is_asked_for_by_the_name_that_cognito_knows(url: str, name: str) -> None:
    assert domain_to_describe(url, "the-prefix", None) == name


def test_a_pools_own_host_goes_before_its_prefix() -> None:
    assert domain_to_describe("", "the-prefix", "login.example.com") == "login.example.com"
    assert domain_to_describe("", None, None) is None


@pytest.mark.parametrize(("flag", "on"), [("true", True), ("True", True), ("false", False), ("", False)])
def test_saml_sign_out_is_a_text_at_aws(flag: str, on: bool) -> None:
    found = LiveProvider.of({"ProviderName": "P", "ProviderType": "SAML", "ProviderDetails": {"IDPSignout": flag}})

    assert found.signs_out is on


@pytest.mark.parametrize(
    ("length", "unit", "days"),
    [
        (None, None, 30),
        (0, None, 30),
        (7, None, 7),
        (90, "days", 90),
        (36, "hours", 2),
        (60, "minutes", 1),
        (86_401, "seconds", 2),
    ],
)
def test_refresh_tokens_live_for_whole_days_rounded_up(length: int | None, unit: str | None, days: int) -> None:
    answer = {
        "ClientId": "1",
        "RefreshTokenValidity": length,
        "TokenValidityUnits": {"RefreshToken": unit} if unit else {},
    }

    assert LiveClient.of(answer).refresh_token_days == days
