"""The table of docs/providers.md is the catalogue's."""

from local.providers_page import PAGE, rendered


def test_the_page_is_not_stale() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page.count("| `okta` |") == 1
    assert page == rendered(page), "run make providers"
