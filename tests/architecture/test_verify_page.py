"""docs/verify-aws.md shows the facts as they are, and promises what the command does."""

from verify_aws.cost import cost
from verify_aws.names import PREFIX, Run
from verify_aws.page import PAGE, written


def test_the_table_is_written_from_the_facts() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert written(text) == text, "run `python -m verify_aws.page`"


def test_the_names_and_the_prices_on_the_page_are_the_commands() -> None:
    text, run = PAGE.read_text(encoding="utf-8"), Run("<word>")

    assert all(f"`{name}`" in text for name in (run.name, run.parameter, PREFIX))
    assert all(name.removeprefix(run.name) in text for name in (run.upstream, run.api_role, run.trigger))
    assert "0.015 USD each" in text and round(cost().users, 6) == 3 * 0.015
