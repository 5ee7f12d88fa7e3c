"""Is a domain a public suffix, on which browsers allow no cookie?"""

import pytest
from coordinator.settings.public_suffixes import is_public


@pytest.mark.parametrize("domain", ["com", "localhost", "co.uk", "github.io", "any.ck", "s3.amazonaws.com"])
def test_nobody_may_set_a_cookie_on_a_public_suffix(domain: str) -> None:
    assert is_public(domain)


@pytest.mark.parametrize("domain", ["example.com", "example.co.uk", "mary.github.io", "www.ck", "a.b.example.org"])
def test_a_registrable_domain_and_what_lies_below_it_is_none(domain: str) -> None:
    assert not is_public(domain)
