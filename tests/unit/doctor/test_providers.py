"""What a profile does is said where it is chosen: who comes back, what else it ends, what discovery need not tell."""

from dataclasses import replace

import pytest
from coordinator.core.model import Provider

from doctor.finding import Finding, Verdict
from doctor.outside import Discovered
from tests.unit.doctor.samples import CORP, ISSUER, STAGE, outside, row_of, rows, says, the_red


def profile_row(found: list[Finding]) -> Finding:
    return next(row for row in found if (row.subject, row.check) == ("provider Corp", "profile"))


def test_a_vendor_from_whom_nobody_comes_back_is_proposed_with_what_that_means() -> None:
    found = rows(others=outside(guess="google"))
    row = profile_row(found)

    assert "if it is one; it also ends all of Google" in row.change
    assert 'nobody comes back from it: profile = "none" leaves it alone' in row.change


def test_a_profile_from_which_nobody_comes_back_is_the_stages_choice_and_its_row_says_so() -> None:
    found = rows(says(profile="google", issuer=None, client_id=None, hint=None), others=outside(guess="google"))
    row = profile_row(found)

    assert row.verdict is Verdict.OK
    assert "it also ends all of Google" in row.found and "nobody comes back" in row.found


@pytest.mark.parametrize(
    ("problem", "verdict"), [(None, Verdict.OK), ("http_404", Verdict.WARN), ("timeout", Verdict.WARN)]
)
def test_where_discovery_tells_nothing_the_rows_own_path_is_used(problem: str | None, verdict: Verdict) -> None:
    row = row_of("discovery", says(profile="auth0"), others=outside(Discovered(problem=problem)))

    assert row.verdict is verdict
    assert row.found.endswith(f"{ISSUER}/oidc/logout is used")


def test_a_saml_provider_that_cognito_and_we_visit_is_said_to_be_visited_twice() -> None:
    stage = replace(STAGE, providers={"Corp": CORP, "CorpSaml": Provider("CorpSaml", "google_workspace")})

    assert "we visit the provider, too" in the_red(stage).found
