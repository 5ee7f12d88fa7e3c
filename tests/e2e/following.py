"""Somebody who follows docs/deploying.md: reads the commands out of the page and types them, in their own clone."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import requests

from local.aws import account
from local.pages.deployer import SAMS_STACK
from local.pages.marks import DOCS, rows_of
from local.places import REPOSITORY
from local.stack import outputs
from local.system import LocalSystem

PAGE = (DOCS / "deploying.md").read_text(encoding="utf-8")
COPIED = (
    "LICENSE",
    "Makefile",
    "README.md",
    "template.yaml",
    "samconfig.toml",
    "pyproject.toml",
    "functions",
    "doctor",
    "local",
    "requirements",
)
READER = "reader-of-the-page"
SECONDS = 300
GIT = {
    **{f"GIT_{who}_{what}": "reader" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def blocks(language: str, heading: str = "") -> list[str]:
    """The blocks of code below a heading, or of the page, without the indentation of the list that they are in."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0] if heading else PAGE
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", section, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def placeholders() -> list[str]:
    """What the page says to stand for something of the reader's own."""
    return [cells[0].strip("`") for cells in rows_of(PAGE[PAGE.index("| in this page |") :].partition("\n\n")[0])]


class Reader:
    """Somebody with a clone, an account, and this page."""

    def __init__(self, system: LocalSystem, clone: Path) -> None:
        self.system = system
        self.clone = clone
        own = (system.pool.pool_id, system.places.cognito)
        self.typed: list[str] = []
        self.own = dict(zip(placeholders(), own, strict=True))
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MAKE"))}
        self.environment = kept | account(system.places) | GIT

    def filled(self, text: str) -> str:
        """The page's text with the reader's own values."""
        for placeholder, value in self.own.items():
            text = text.replace(placeholder, value)
        return text

    def has_the_rights(self, *documents: str) -> None:
        """Be a user of IAM who may do what these policies say, and no more."""
        iam = self.system.clients.of("iam")
        iam.create_user(UserName=READER)
        for number, document in enumerate(documents):
            made = iam.create_policy(PolicyName=f"{READER}-{number}", PolicyDocument=document)
            iam.attach_user_policy(UserName=READER, PolicyArn=made["Policy"]["Arn"])
        # SAM's bucket takes nothing without TLS from anybody but the account itself, and the embedded AWS has none.
        self.system.clients.of("s3").delete_bucket_policy(Bucket=self.outputs_of(SAMS_STACK)["SourceBucket"])
        key = iam.create_access_key(UserName=READER)["AccessKey"]
        self.environment["AWS_ACCESS_KEY_ID"] = key["AccessKeyId"]
        self.environment["AWS_SECRET_ACCESS_KEY"] = key["SecretAccessKey"]

    def types_from_the_page(self, heading: str, answers: str = "") -> list[str]:
        """Type each block of commands below a heading; what each printed."""
        typed = blocks("sh", heading)
        self.typed += typed
        return [self.types(block, answers) for block in typed]

    def types(self, block: str, answers: str = "") -> str:
        """Type a block of commands into a shell that ends at the first one that fails; what was printed."""
        done = subprocess.run(  # noqa: S603 - the page's commands
            ["/bin/sh", "-ec", self.filled(block)],
            cwd=self.clone,
            env=self.environment,
            input=answers,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}"
        return done.stdout

    def fills_in(self, stage: str, table: str, *more: str) -> None:
        """Give a stage of samconfig.toml this table, and more parameters."""
        head = f"[{stage}.global.parameters]"
        assert table.startswith(head)
        path = self.clone / "samconfig.toml"
        before, _, rest = path.read_text(encoding="utf-8").partition(head)
        lines = "".join(f'  "{one}",\n' for one in more)
        fresh = f"{self.filled(table).rstrip().removesuffix(']')}{lines}]\n"
        path.write_text(before + fresh + rest[rest.index("\n[") :], encoding="utf-8")
        tomllib.loads(path.read_text(encoding="utf-8"))

    def outputs(self, stage: str = "dev") -> dict[str, str]:
        """The outputs of a stage's stack."""
        return self.outputs_of(f"logout-coordinator-{stage}")

    def outputs_of(self, name: str) -> dict[str, str]:
        """The outputs of a stack."""
        (stack,) = self.system.clients.of("cloudformation").describe_stacks(StackName=name)["Stacks"]
        return outputs(stack)

    def answer(self, stage: str = "dev") -> requests.Response:
        """The deployed discovery document. The embedded AWS serves the API at an address of its own."""
        places = self.system.places
        base = f"{places.aws}/_aws/execute-api/{self.outputs(stage)['ApiId']}/live"
        return requests.get(f"{base}/.well-known/openid-configuration", timeout=20)


def clone(folder: Path) -> None:
    """Make a clone of what is deployed, with an installed .venv."""
    for name in COPIED:
        source = REPOSITORY / name
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(source, folder / name, ignore=ignored) if source.is_dir() else shutil.copy(source, folder)
    (folder / ".gitignore").write_text(".venv/\n.aws-sam/\n.local/\n__pycache__/\n", encoding="utf-8")
    # Links into the installation that runs this: were it made anew, it would lose links alone.
    (folder / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (folder / ".venv" / name).symlink_to(Path(sys.prefix) / name)
    (folder / ".venv" / ".installed").touch()
