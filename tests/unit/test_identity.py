"""Which provider did the person come from? Every shape that `identities` was seen in, and every other one."""

import json
from typing import Any

import pytest
from coordinator.core.identity import Identity, choose, identities
from hypothesis import given
from hypothesis import strategies as st


def linked_providers(claims: dict[str, Any]) -> tuple[str, ...] | None:
    """The names alone."""
    found = identities(claims)
    return None if found is None else tuple(one.provider for one in found)


def identity(name: object, primary: object = "false", **more: object) -> dict[str, object]:
    return {"userId": "4711", "providerName": name, "providerType": "OIDC", "issuer": None, "primary": primary, **more}


@pytest.mark.parametrize(
    ("listed", "providers"),
    [
        ([], ()),
        ([identity("Corp", "true")], ("Corp",)),
        ([identity("Corp", True)], ("Corp",)),
        ([identity("Corp", False)], ("Corp",)),
        ([identity("Corp"), identity("Google", "true")], ("Google", "Corp")),
        ([identity("Corp", False), identity("Google", True)], ("Google", "Corp")),
        ([identity("Corp"), identity("Google")], ("Corp", "Google")),
        ([identity("Corp"), identity("Corp")], ("Corp",)),
        ([identity("Corp"), identity("Google"), identity("Corp", "TRUE")], ("Corp", "Google")),
        ([{"providerName": "Corp"}], ("Corp",)),
        ([identity("My_Corp_Name", dateCreated=111111111111111)], ("My_Corp_Name",)),
    ],
)
def test_the_primary_provider_comes_first_and_each_once(listed: Any, providers: tuple[str, ...]) -> None:
    assert linked_providers({"identities": listed}) == providers
    assert linked_providers({"identities": json.dumps(listed)}) == providers


def test_a_native_user_has_no_provider() -> None:
    assert linked_providers({}) == ()
    assert linked_providers({"identities": None}) == ()


@pytest.mark.parametrize(
    "listed",
    [
        "",
        "no json",
        "{",
        "null",
        "true",
        "[" * 100_000,
        "{}",
        {"providerName": "Corp"},
        7,
        True,
        ["Corp"],
        [None],
        [identity(7)],
        [identity(None)],
        [{"userId": "4711"}],
        [identity("Corp", "true"), {"providerType": "OIDC"}],
    ],
)
def test_what_cannot_be_read_is_unknown_and_not_native(listed: Any) -> None:
    assert linked_providers({"identities": listed}) is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["providerName", "primary"]), inner),
    max_leaves=8,
)


@given(ANYTHING)
def test_no_shape_raises_and_names_come_once(listed: Any) -> None:
    providers = linked_providers({"identities": listed})

    assert providers is None or len(set(providers)) == len(providers)
    assert providers is None or all(isinstance(name, str) for name in providers)


def test_an_identity_says_where_the_user_comes_from_and_who_it_is_there() -> None:
    saml = identity("CorpSaml", "true", providerType="SAML", issuer="https://idp.example/entity", userId="mary@corp")

    assert identities({"identities": [saml]}) == (
        Identity("CorpSaml", "SAML", "https://idp.example/entity", "mary@corp"),
    )
    assert identities({"identities": [{"providerName": "Corp", "userId": 7, "issuer": ""}]}) == (Identity("Corp"),)


def test_two_users_of_one_provider_are_no_certain_one() -> None:
    assert identities({"identities": [identity("Corp"), identity("Corp", userId="4712")]}) == (
        Identity("Corp", "OIDC", None, None),
    )


@pytest.mark.parametrize(
    ("linked", "named", "chosen"),
    [
        (None, None, None),
        (None, "Corp", ("Corp",)),
        ((), None, ()),
        ((), "Corp", ()),
        (("Corp",), None, ("Corp",)),
        (("Corp", "Google"), "Google", ("Google",)),
        (("Corp", "Google"), "Okta", ("Corp", "Google")),
        (("Corp", "Google"), None, ("Corp", "Google")),
    ],
)
def test_a_name_narrows_what_the_token_says_and_stands_alone_without_one(
    linked: tuple[str, ...] | None, named: str | None, chosen: tuple[str, ...] | None
) -> None:
    assert choose(linked, named) == chosen


@pytest.mark.parametrize(
    ("linked", "named", "this_time", "chosen"),
    [
        (("Corp", "Google"), None, "Google", ("Google",)),
        (("Corp", "Google"), "Corp", "Google", ("Corp",)),
        (("Corp", "Google"), "Okta", "Google", ("Google",)),
        (("Corp", "Google"), None, "Okta", ("Corp", "Google")),
        ((), None, "Google", ()),
        (None, None, "Google", None),
    ],
)
def test_the_provider_of_this_time_narrows_as_well_but_for_the_one_that_is_named(
    linked: tuple[str, ...] | None, named: str | None, this_time: str, chosen: tuple[str, ...] | None
) -> None:
    assert choose(linked, named, this_time) == chosen


@pytest.mark.parametrize(
    ("name", "readable"), [("", False), ("X", True), ("x" * 128, True), ("x" * 129, False), ("a\nb", False)]
)
def test_a_name_has_1_to_128_characters_that_can_be_printed(name: str, readable: bool) -> None:
    assert linked_providers({"identities": [identity(name)]}) == ((name,) if readable else None)
