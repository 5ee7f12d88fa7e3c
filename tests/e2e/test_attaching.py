"""Attaching RememberFunction on the embedded AWS: what the doctor prints is run as printed, and one member changes."""

import json
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from doctor.configuration import changes
from local.person import Person
from local.places import REPOSITORY
from local.remembering import Shape, attach
from local.system import LocalSystem
from tests.e2e.commands import ran
from tests.e2e.doctors import Doctor
from tests.e2e.test_remembering import kept

pytestmark = pytest.mark.e2e
STACK = "remembering"
OURS = f"arn:aws:lambda:us-east-1:000000000000:function:{STACK}-RememberFunction-1A2B3C4D5E6F"
THEIRS = OURS.replace(STACK, "somebody-elses")
RICH: dict[str, Any] = {
    "Policies": {"PasswordPolicy": {"MinimumLength": 14, "RequireSymbols": True, "TemporaryPasswordValidityDays": 3}},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE", "EmailMessage": "Grüße: {####}"},
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False},
    "LambdaConfig": {"PreSignUp": THEIRS.replace("Remember", "SignUp")},
    "AutoVerifiedAttributes": ["email"],
    "UserPoolTags": {"owner": "identity"},
    "DeletionProtection": "ACTIVE",
    "UserPoolTier": "ESSENTIALS",
}
"""Something of most that an update resets when it is not sent."""


class Pool:
    """A pool of its own, the stack that has the function, and a person who looks after both."""

    def __init__(self, system: LocalSystem, folder: Path) -> None:
        self._system, self._folder = system, folder
        self.cognito: Any = system.clients.cognito
        self.pool_id = self.cognito.create_user_pool(PoolName="people", **RICH)["UserPool"]["Id"]
        template = {
            "Resources": {"Any": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "-"}}},
            "Outputs": {"RememberFunctionArn": {"Value": OURS}},
        }
        system.clients.of("cloudformation").create_stack(StackName=STACK, TemplateBody=json.dumps(template))
        overrides = [f"UserPoolId={self.pool_id}", "CognitoDomain=http://localhost:1", "Remember=on"]
        text = f'[local.global.parameters]\nstack_name = "{STACK}"\nregion = "us-east-1"\n'
        shutil.copy(REPOSITORY / "template.yaml", folder)
        (folder / "samconfig.toml").write_text(f"{text}parameter_overrides = {json.dumps(overrides)}\n")

    def doctor(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Ask the doctor."""
        return ran(self._system, "doctor", "--stage", "local", "--folder", str(self._folder), *arguments)

    @property
    def row(self) -> dict[str, str]:
        """What the doctor says of the trigger."""
        document = json.loads(self.doctor("--json").stdout)
        (found,) = (row for row in document["findings"] if row["check"] == "sign-ins remembered")
        return {name: str(value) for name, value in found.items()}

    def send(self, command: str) -> None:
        """Run a command of the doctor's."""
        send(self.cognito, command)

    def described(self) -> dict[str, Any]:
        """The pool as it is, and what SetUserPoolMfaConfig has set of it."""
        pool: dict[str, Any] = self.cognito.describe_user_pool(UserPoolId=self.pool_id)["UserPool"]
        mfa = self.cognito.get_user_pool_mfa_config(UserPoolId=self.pool_id)
        del pool["LastModifiedDate"], mfa["ResponseMetadata"]
        return pool | {"mfa": mfa}


def send(cognito: Any, command: str) -> None:
    """Run a command of AWS's CLI by the SDK beneath it, which takes the same input."""
    *words, region, option, file = shlex.split(command)
    assert (words, option) == (["aws", "cognito-idp", "update-user-pool", "--region"], "--cli-input-json")
    path = Path(file.removeprefix("file://"))
    assert (region, path.stat().st_mode & 0o777) == ("us-east-1", 0o600)
    cognito.update_user_pool(**json.loads(path.read_text(encoding="utf-8")))


def command(printed: str, after: str) -> str:
    """Return the command below a line."""
    lines = printed.splitlines()
    (place,) = (number for number, line in enumerate(lines) if line.startswith(after))
    return lines[place + 1]


@pytest.fixture
def pool(domain_system: LocalSystem, tmp_path: Path) -> Iterator[Pool]:
    """Made for one test."""
    made = Pool(domain_system, tmp_path)
    yield made
    made.cognito.update_user_pool(UserPoolId=made.pool_id, DeletionProtection="INACTIVE")
    made.cognito.delete_user_pool(UserPoolId=made.pool_id)
    domain_system.clients.of("cloudformation").delete_stack(StackName=STACK)


def test_what_is_printed_attaches_it_and_changes_exactly_one_member(pool: Pool) -> None:
    before = pool.described()
    asked = pool.doctor()
    assert asked.returncode == 1

    pool.send(command(asked.stdout, "To let the pool"))

    assert changes(before, pool.described()) == [
        "+ LambdaConfig.InboundFederation.LambdaVersion = 'V1_0'",
        f"+ LambdaConfig.InboundFederation.LambdaArn = '{OURS}'",
    ]
    assert pool.row["verdict"] == "ok"


def test_every_member_that_an_update_would_reset_is_sent(pool: Pool) -> None:
    """The embedded AWS keeps what is not sent; AWS does not."""
    asked = pool.doctor()
    path = Path(shlex.split(command(asked.stdout, "To let the pool"))[-1].removeprefix("file://"))
    sent, takes = json.loads(path.read_text()), pool.cognito.meta.service_model.operation_model("UpdateUserPool")

    described = pool.described()
    set_there = {name for name, value in described.items() if value and name in takes.input_shape.members}
    assert set(RICH) <= set_there <= set(sent)
    assert sent["PoolName"] == described["Name"]


def test_it_is_undone_at_once_and_later(pool: Pool) -> None:
    before = pool.described()
    asked = pool.doctor()
    attach, undo = command(asked.stdout, "To let the pool"), command(asked.stdout, "To undo it")

    pool.send(attach)
    pool.send(undo)
    assert pool.described() == before

    pool.send(attach)
    pool.send(command(pool.doctor("--detach").stdout, "To let the pool"))
    assert pool.described() == before
    nothing = pool.doctor("--detach")
    assert (nothing.returncode, "nothing is to be taken away" in nothing.stderr) == (1, True)


def test_another_trigger_is_left_alone_and_no_command_is_printed(pool: Pool) -> None:
    trigger = {"InboundFederation": {"LambdaVersion": "V1_0", "LambdaArn": THEIRS}}
    pool.cognito.update_user_pool(UserPoolId=pool.pool_id, LambdaConfig=trigger)

    asked = pool.doctor()

    assert (asked.returncode, "update-user-pool" in asked.stdout) == (1, False)
    assert THEIRS in pool.row["found"] and "never replaced" in pool.row["found"]
    assert pool.doctor("--detach").returncode == 1
    assert pool.described()["LambdaConfig"] == trigger


def test_a_stack_without_the_function_says_nothing_of_it(pool: Pool, domain_system: LocalSystem) -> None:
    domain_system.clients.of("cloudformation").delete_stack(StackName=STACK)

    rows = json.loads(pool.doctor("--json").stdout)["findings"]

    assert "sign-ins remembered" not in {row["check"] for row in rows}


@pytest.mark.more
def test_the_deployed_function_remembers_who_signs_in_once_it_is_attached_so(
    remember_system: LocalSystem, tmp_path: Path
) -> None:
    system, doctor = remember_system, Doctor(remember_system, tmp_path)
    attach(system.clients, system.pool, system.domain, Shape.RAW_TOKENS)
    system.domain.on_tokens = None
    shutil.copy(REPOSITORY / "template.yaml", tmp_path)
    doctor.fill_in(Remember="on")
    try:
        send(
            doctor.cognito,
            command(doctor.run("--stage", "local", "--folder", str(tmp_path)).printed, "To let the pool"),
        )

        before = len(kept(system))
        assert Person(system, "shop").sign_in()
        assert len(kept(system)) == before + 1
        again = doctor.look()
        assert again.rows["pool", "sign-ins remembered"]["verdict"] == "ok"
        assert (again.status, again.of("red")) == (0, set())
    finally:
        attach(system.clients, system.pool, system.domain, Shape.RAW_TOKENS)
