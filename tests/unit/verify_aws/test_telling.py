"""What a person reads and what is sent back: the same rows, without anything that is the caller's alone."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from verify_aws import cost
from verify_aws.document import GONE, as_json, clean
from verify_aws.facts import Row, Verdict
from verify_aws.ledger import Where
from verify_aws.names import Run
from verify_aws.showing import LEGEND, Report, summary

HERE = Where("111122223333", "eu-central-1")
ROWS = [
    Row("a", "Is it [b]so[/b]?", "yes", "yes", Verdict.AS_EXPECTED, "guide"),
    Row("b", "Is it not?", "no", "yes", Verdict.DIFFERENT, "not documented"),
    Row("c", "Who knows?", "somebody", "no form", Verdict.COULD_NOT, "threads"),
    Row("d", "And there?", "", "it takes an account", Verdict.NOT_CHECKED, "nobody"),
]
PRIVATE = ["eu-central-1_AbCdEf", "1example23456789", "https://x.example.com"]


def seen(text: str) -> str:
    return clean([Row("a", "a?", "yes", text, Verdict.DIFFERENT, "us")], PRIVATE)[0].seen


@given(
    st.sampled_from([*PRIVATE, "111122223333", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0abcdef.c2lnbmF0dXJl"]), st.text()
)
def test_nothing_private_is_left_in_what_was_seen(secret: str, around: str) -> None:
    assert secret not in seen(f"{around} {secret} {around}")


def test_what_is_not_private_stays_as_it_was() -> None:
    usual = "logout > Cognito > logout/return > app, 400 unsupported_token_type, 3600 seconds"

    assert seen(usual) == usual
    assert seen("an answer of eu-central-1_AbCdEf") == f"an answer of {GONE}"


def test_an_empty_word_takes_nothing_away() -> None:
    assert clean(ROWS, [""]) == ROWS


def test_the_document_says_where_and_when_and_by_what_it_was_made() -> None:
    document = json.loads(as_json(ROWS, "AWS", HERE, managed_login=False, now=1_795_000_000.0))

    assert (document["format"], document["where"], document["region"]) == (1, "AWS", "eu-central-1")
    assert (document["date"], document["managed_login"]) == ("2026-11-18", False)
    assert set(document["tools"]) == {"python", "boto3", "aws-sam-cli"}
    assert document["counts"] == {"as expected": 1, "different": 1, "could not be checked": 1, "not checked": 1}
    assert document["facts"][1] == {
        "name": "b",
        "asks": "Is it not?",
        "expected": "no",
        "seen": "yes",
        "verdict": "different",
        "source": "not documented",
        "url": "",
    }
    assert HERE.account not in json.dumps(document)


def printed(*, terminal: bool = False) -> tuple[Report, io.StringIO]:
    file = io.StringIO()
    return Report(Console(file=file, force_terminal=terminal, width=120)), file


def test_each_row_is_in_the_table_and_nothing_is_taken_for_markup() -> None:
    report, file = printed()

    report.rows(ROWS)

    text = file.getvalue()
    assert all(part in text for row in ROWS for part in (row.asks, row.seen, row.source))
    assert "DIFFERENT" in text and LEGEND in text
    assert summary(ROWS) == "1 as expected, 1 different, 1 could not be checked, 1 not checked."


def test_the_plan_names_account_region_things_what_was_left_time_and_cost() -> None:
    report, file = printed()

    report.plan("AWS", HERE, ["bucket x", "stack x"], [Run("0123456789")], cost.cost().sentences)

    text = file.getvalue()
    for part in ("111122223333", "eu-central-1", "bucket x", "stack x", "0123456789", "minutes", "cent", "Ctrl-C"):
        assert part in text


def test_a_step_is_told_when_it_is_over() -> None:
    report, file = printed(terminal=True)

    with report.step("make the bucket") as now:
        now("half of it")

    assert "✓ make the bucket 0.0 s" in file.getvalue()


def test_a_run_costs_less_than_a_cent_and_what_its_users_cost() -> None:
    found = cost.cost()

    # By hand: a secret and eleven alarms for an hour, 200 requests with their traces, 100 GB-seconds, 5 MB of log.
    assert found.certain == pytest.approx((0.40 + 1.10) / 720 + 200 * 8.7e-6 + 100 * 16.6667e-6 + 0.0025, rel=1e-6)
    assert found.certain < 0.01
    assert found.users == pytest.approx(0.045)
    assert "less than a cent" in found.sentences[1] and "5 US cents" in found.sentences[1]
    assert all("read 2026" in source for source in found.sources)


@pytest.mark.parametrize(("usd", "told"), [(0.0099, "less than a cent"), (0.01, "1 US cents"), (0.0401, "5 US cents")])
def test_an_amount_is_rounded_up(usd: float, told: str) -> None:
    assert cost.cents(usd) == told
