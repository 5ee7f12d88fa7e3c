"""Where exactly is a browser sent? Each profile and each branch of its policy against a URL that a person has read."""

from dataclasses import replace
from urllib.parse import quote, urlencode

import pytest
from coordinator.providers.catalogue import CATALOGUE
from coordinator.providers.hops import Branch, Visit, branches, fallback_endpoint, fixed_endpoint, returns, visit
from coordinator.providers.row import Cascade

from tests.unit.golden import Golden, golden

LINES = list(golden())
FORMS = [one for one in LINES if CATALOGUE[one.profile].takes_post and one.branch is not Branch.BARE]


def each(lines: list[Golden]) -> pytest.MarkDecorator:
    """A test for each line, named by profile and branch."""
    names = [f"{one.profile}-{one.branch}{'-cascade' * one.cascade}" for one in lines]
    return pytest.mark.parametrize("line", lines, ids=names)


def visited(line: Golden, method: str = "GET") -> Visit | None:
    """Where the line's provider is visited, by its branch alone."""
    row = CATALOGUE[line.profile]
    told = line.told
    if line.branch is Branch.BARE:
        # Nothing shorter than a return URL of that length makes a hop give up the branches before the bare URL.
        told = replace(told, hint=None, return_url=told.return_url + "x" * row.longest_url)
    return visit(replace(line.provider, method=method), line.endpoint, told)


def as_url(there: Visit) -> str:
    """A visit as the URL that says the same."""
    return f"{there.url}?{urlencode(there.fields, quote_via=quote, safe='')}" if there.fields else there.url


@each(LINES)
def test_the_browser_is_sent_exactly_there(line: Golden) -> None:
    there = visited(line)

    assert there is not None
    assert (as_url(there), there.method) == (line.url, CATALOGUE[line.profile].method)
    assert there.returns is returns(line.provider, line.branch)


@each(LINES)
def test_the_endpoint_is_the_row_s_own_or_what_its_discovery_is_likely_to_say(line: Golden) -> None:
    row, provider = CATALOGUE[line.profile], line.provider

    assert line.endpoint.startswith("https://")
    assert fixed_endpoint(provider) == (None if row.discovers else line.endpoint)
    assert fallback_endpoint(provider) == (line.endpoint if row.discovers and row.path else None)


@each(FORMS)
def test_a_form_says_the_same_as_the_url(line: Golden) -> None:
    form = visited(line, method="POST")

    assert form is not None
    assert (form.method, form.url) == ("POST", line.endpoint)
    assert as_url(form) == line.url


@pytest.mark.parametrize("profile", CATALOGUE)
def test_each_branch_that_a_row_allows_has_its_line_and_no_other(profile: str) -> None:
    row = CATALOGUE[profile]
    found = sorted((one.branch, one.cascade) for one in LINES if one.profile == profile)
    if not row.is_hop:
        assert found == []
        return
    provider = next(one for one in LINES if one.profile == profile).provider
    allowed = {*branches(provider, has_hint=True), *branches(provider, has_hint=False)}
    cascades = (False, True) if row.cascade is Cascade.ON_REQUEST else (False,)
    assert found == sorted((branch, cascade) for branch in allowed for cascade in cascades)
