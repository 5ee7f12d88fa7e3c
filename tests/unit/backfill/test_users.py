"""What ListUsers tells of a user: every person at a provider that it is, and no exception whatever stands there."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.backfill.users import Linked, Told, told

SUB = "4f1b2c3d-0000-4000-8000-1234567890ab"
CORP = {
    "providerName": "Corp",
    "userId": "00u1",
    "providerType": "OIDC",
    "primary": False,
    "dateCreated": 1_764_000_000,
}
SOCIAL = {"providerName": "Google", "userId": "1122", "providerType": "Google", "primary": False}


def user(*identities: Any, name: str = "mary", text: str | None = None) -> dict[str, Any]:
    attributes = [{"Name": "sub", "Value": SUB}, {"Name": "email", "Value": "mary@example.com"}]
    if identities or text is not None:
        attributes.append({"Name": "identities", "Value": json.dumps(identities) if text is None else text})
    return {"Username": name, "Attributes": attributes, "UserStatus": "CONFIRMED"}


def test_a_user_of_the_pools_own_has_no_link() -> None:
    assert told(user()) == Told(SUB)
    assert told({"Username": "mary"}) == Told("")


def test_every_person_at_a_provider_that_a_user_is_has_a_link() -> None:
    links = (Linked("Corp", "00u1", "mary"), Linked("Google", "1122", "mary"), Linked("Corp", "00u2", "mary"))

    assert told(user(CORP, SOCIAL, {**CORP, "userId": "00u2"}, CORP)) == Told(SUB, links, comes_from_providers=True)


def test_whose_name_says_who_it_is_needs_no_link() -> None:
    assert told(user(CORP, name="Corp_00u1")) == Told(SUB, comes_from_providers=True)
    assert told(user(CORP, name="corp_00u1")).links == (Linked("Corp", "00u1", "corp_00u1"),)
    assert told(user(CORP, SOCIAL, name="Corp_00u1")).links == (Linked("Google", "1122", "Corp_00u1"),)


@pytest.mark.parametrize("text", ["", "{", "null", '{"providerName": "Corp"}', '"Corp"', "[" * 100_000])
def test_text_that_is_no_list_is_unreadable(text: str) -> None:
    assert told(user(text=text)) == Told(SUB, unreadable=True)


@pytest.mark.parametrize(
    "entry", [None, "Corp", [], {}, {**CORP, "userId": 7}, {**CORP, "userId": ""}, {**CORP, "providerName": None}]
)
def test_beside_what_cannot_be_read_the_others_are_kept(entry: Any) -> None:
    known = told(user(CORP, entry))

    assert (known.links, known.unreadable) == ((Linked("Corp", "00u1", "mary"),), True)


def test_a_list_of_nobody_is_readable() -> None:
    assert told(user(text="[]")) == Told(SUB)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["providerName", "userId", "x"]), inner)
    ),
    max_leaves=6,
)


@given(JSON.map(json.dumps) | st.text())
def test_nothing_that_stands_there_raises_or_makes_a_link_of_nobody(text: str) -> None:
    known = told(user(text=text))

    assert all(link.provider and link.subject and link.username == "mary" for link in known.links)
