"""The page docs/frontends.md is true: each block of code stands in a file that the browser tests run."""

import json
import re

import pytest

from local.places import REPOSITORY

PAGE = (REPOSITORY / "docs/frontends.md").read_text(encoding="utf-8")
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PACKAGES = json.loads((REPOSITORY / "tests/browser/package.json").read_text(encoding="utf-8"))["dependencies"]
RUN = ("tests/browser/clients/", "tests/browser/plain.html", "tests/browser/pages.toml", "local/app_pages/")
CLIENTS = {"oidc_client_ts", "openid_client", "mod_auth_openidc", "aws_amplify"}


def blocks() -> list[tuple[str, str]]:
    """Each block of code, with the file that the paragraph above it links to: an empty name where it links to none."""
    parts = re.split(r"^```\w*\n", PAGE, flags=re.MULTILINE)
    links = [re.findall(r"\]\(\.\./([^)]+)\)", text.strip().rpartition("\n\n")[2]) for text in parts[::2]]
    return [(link[0] if link else "", code) for link, code in zip(links, parts[1::2], strict=False)]


@pytest.mark.parametrize(("file", "block"), blocks())
def test_a_block_of_code_stands_in_the_file_that_is_named_above_it(file: str, block: str) -> None:
    assert file.startswith(RUN)
    assert block in (REPOSITORY / file).read_text(encoding="utf-8")


def test_the_readme_shows_html_that_the_browser_tests_click() -> None:
    shown = re.findall(r"^```html\n(.+?)^```", README, re.MULTILINE | re.DOTALL)

    assert shown
    assert all(block in (REPOSITORY / "tests/browser/plain.html").read_text(encoding="utf-8") for block in shown)


def test_every_client_is_quoted_from() -> None:
    folders = {file.split("/")[-2] for file, _ in blocks()}

    assert folders >= CLIENTS


def test_the_versions_are_those_that_the_tests_install() -> None:
    told = dict(re.findall(r"\[`([\w-]+)`\]\(#[\w-]+\) (\d+\.\d+\.\d+)", PAGE))

    assert told.keys() == {"oidc-client-ts", "openid-client", "aws-amplify"}
    assert told.items() <= PACKAGES.items()
