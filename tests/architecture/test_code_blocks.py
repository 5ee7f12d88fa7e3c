"""Every block of code in the pages is held: run, quoted from a tested file, written from the code, or read by a test.

A new block that nothing of this holds fails here, and says where it stands.
"""

import json
import re
import tomllib
from unittest.mock import Mock

import pytest
from coordinator.core.model import Leg, LegReport, Outcome, Reach
from coordinator.core.receipt import as_json
from coordinator.settings import stage_file

from tests.architecture.holders import BLOCKS, FOLLOWED, READ, RUN, Block, holder
from tests.architecture.template import PARAMETERS, ROOT, of_type

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMMANDS = [
    (str(block), line)
    for block in BLOCKS
    if block.language == "sh" and block.page not in FOLLOWED
    for line in block.text.splitlines()
    if not line.startswith("pip ")
]


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_something_holds_a_block_of_code(block: Block) -> None:
    assert holder(block) is not None, "run it in a test, quote it from a tested file, or write it from the code"


def test_what_is_said_to_read_a_block_is_there_and_so_is_the_block() -> None:
    read = [
        (block.page, begin)
        for block in BLOCKS
        for page, begin in READ
        if block.page == page and block.text.startswith(begin)
    ]

    assert sorted(read) == sorted(READ)
    assert all((ROOT / "tests" / test).is_file() for test in (*READ.values(), *FOLLOWED.values()))


@pytest.mark.parametrize(("where", "line"), COMMANDS)
def test_a_command_is_one_that_something_runs_with_variables_that_it_reads(where: str, line: str) -> None:
    program, *words = line.partition("  #")[0].split()
    if program == "make":
        target, *variables = words
        file, by = RUN[target]
        recipe = MAKEFILE.partition(f"\n{target}: ")[2].partition("\n\n")[0]
        assert recipe and by in (ROOT / file).read_text(encoding="utf-8")
        assert all(f"$({one.split('=')[0]}" in recipe or f'"$${one.split("=")[0]}"' in recipe for one in variables)
    else:
        assert (program, words[:2]) == (".venv/bin/python", ["-m", "pytest"])
        assert (ROOT / words[2]).exists()
        named = words[4] if words[3:4] == ["-k"] else ""
        assert not named or any(named in path.read_text(encoding="utf-8") for path in (ROOT / words[2]).rglob("*.py"))


def test_the_answers_of_the_reference_have_the_members_of_the_code() -> None:
    made = as_json(Reach.BROWSER, [LegReport(Leg.TOKENS, Outcome.DONE)], {})
    shown = [
        json.loads(block.text) for block in BLOCKS if block.page == "docs/reference.md" and block.language == "json"
    ]

    assert [list(answer) for answer in shown] == [
        ["logout_id", "location", "receipt"],
        ["logout_id", "user", "receipt"],
    ]
    for receipt in (answer["receipt"] for answer in shown):
        assert receipt.keys() == made.keys()
        assert all(leg.keys() == made["legs"][0].keys() for leg in receipt["legs"])
        assert all(leg["leg"] in list(Leg) and leg["outcome"] in list(Outcome) for leg in receipt["legs"])


@pytest.mark.parametrize("page", ["docs/backchannel.md", "docs/remembering.md"])
def test_the_examples_of_a_provider_hold_no_mistake(page: str) -> None:
    (example,) = [block.text for block in BLOCKS if block.page == page and block.language == "toml"]
    app = {"client_id": "shop", "return_to": ["https://shop.example.com/"]}
    problems: list[str] = []

    stage_file.read({"apps": {"shop": app}, **tomllib.loads(example)}, {}, problems)

    assert problems == []


def test_a_trigger_that_passes_an_event_on_waits_for_no_answer_and_goes_on_when_that_fails() -> None:
    (shown,) = [block for block in BLOCKS if block.page == "docs/remembering.md" and block.language == "python"]
    lambdas, logger = Mock(), Mock()
    known = {"boto3": Mock(client=Mock(return_value=lambdas)), "json": json, "logger": logger}
    known["os"] = Mock(environ={"REMEMBER_FUNCTION_ARN": "arn"})
    exec(shown.text, known)  # noqa: S102 what the page shows is what is tried

    known["remember"]({"a": 1})  # type: ignore[operator]
    lambdas.invoke.assert_called_once_with(FunctionName="arn", InvocationType="Event", Payload='{"a": 1}')

    lambdas.invoke.side_effect = ValueError
    known["remember"]({"a": 1})  # type: ignore[operator]
    logger.warning.assert_called_once()


def test_a_service_may_do_what_the_authorizer_may() -> None:
    (shown,) = [block for block in BLOCKS if block.page == "docs/services.md" and block.language == "json"]
    statements = [
        statement
        for policy in of_type("AWS::IAM::Role")["AuthorizerRole"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]

    assert json.loads(shown.text)["Action"] in [one["Action"] for one in statements if one["Sid"] == "AskTheList"]


def test_the_table_for_samconfig_is_one_of_a_stage_that_the_template_takes() -> None:
    (table,) = [block.text for block in BLOCKS if block.page == "docs/deploying.md" and block.language == "toml"]
    given = dict(one.split("=") for one in tomllib.loads(table)["dev"]["global"]["parameters"]["parameter_overrides"])

    assert given.keys() <= PARAMETERS.keys()
    for name, value in given.items():
        pattern = PARAMETERS[name].get("AllowedPattern")
        assert re.fullmatch(pattern, value) if pattern else value in PARAMETERS[name]["AllowedValues"]
