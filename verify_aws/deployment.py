"""The product itself, deployed for a run as `make deploy` would: its own stack, bucket and SSM parameter."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from local import sam
from local.errors import LocalError
from local.places import REPOSITORY
from local.processes import Process
from local.stack import outputs
from verify_aws.account import Account
from verify_aws.errors import CannotWork
from verify_aws.made import App, Pool
from verify_aws.names import Run
from verify_aws.surroundings import PROVIDER

BUILD_SECONDS = 600.0
DEPLOY_SECONDS = 1200.0


class Deployment:
    """SAM, started in a folder of the run's own. Raises CannotWork with SAM's own last lines where it fails."""

    def __init__(self, account: Account, run: Run, folder: Path) -> None:
        """Do nothing yet; what SAM prints lies in `folder`, too."""
        self._account = account
        self._run = run
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def build(self) -> None:
        """Build the functions; nothing is asked of AWS."""
        template = ("--template-file", str(REPOSITORY / "template.yaml"))
        self._sam("build", BUILD_SECONDS, "--cached", *template, "--build-dir", "build", "--cache-dir", "cache")

    def make_bucket(self) -> None:
        """Make the bucket that SAM puts the functions into."""
        s3, region = self._account.client("s3"), self._account.region
        # S3 takes this Region as none at all (S3 API reference, "CreateBucket").
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=self._run.name, **place)
        s3.put_bucket_tagging(Bucket=self._run.name, Tagging={"TagSet": self._run.tag_list})

    def make_parameter(self, text: str) -> None:
        """Write the stage file to the SSM parameter from which CloudFormation resolves it."""
        ssm = self._account.client("ssm")
        ssm.put_parameter(Name=self._run.parameter, Type="String", Value=text, Tags=self._run.tag_list)

    def deploy(self, values: Mapping[str, str]) -> dict[str, str]:
        """Deploy what was built with these parameters; the stack's outputs."""
        self._sam(
            "deploy",
            DEPLOY_SECONDS,
            *("--template-file", "build/template.yaml", "--stack-name", self._run.name, "--s3-bucket", self._run.name),
            *("--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset", "--no-fail-on-empty-changeset"),
            *("--no-progressbar", "--region", self._account.region),
            *("--tags", *(f"{key}={value}" for key, value in self._run.tags.items())),
            *("--parameter-overrides", *(f"{name}={value}" for name, value in values.items())),
        )
        stacks = self._account.client("cloudformation").describe_stacks(StackName=self._run.name)["Stacks"]
        return outputs(stacks[0])

    def _sam(self, name: str, seconds: float, *arguments: str) -> None:
        log = self._folder / f"sam-{name}.log"
        try:
            process = Process(f"sam {name}", [sam.program(), name, *arguments], sam.environment(os.environ), log)
            try:
                process.start(self._folder)
                process.finish(seconds)
            finally:
                process.stop()
        except LocalError as error:
            raise CannotWork(str(error)) from error


def parameters(run: Run, pool: Pool, more: Mapping[str, str]) -> dict[str, str]:
    """Return the template's parameters; every option is left off."""
    usual = {
        "UserPoolId": pool.pool_id,
        "CognitoDomain": pool.domain,
        "Stage": "verify",
        "ConfigParameter": run.parameter,
        "LogRetentionDays": "1",
    }
    return usual | dict(more)


def stage_file(apps: Mapping[str, App], upstream: Pool, upstream_client: str) -> str:
    """Return the stage as TOML: every app, and the other pool by the catalogue's row for it."""
    tables = [
        f"[apps.{app.name}]\nclient_id = {json.dumps(app.client_id)}\nreturn_to = [{json.dumps(app.signed_out)}]\n"
        for app in apps.values()
    ]
    tables.append(
        f'[providers.{PROVIDER}]\nprofile = "cognito"\nlogout_url = {json.dumps(f"{upstream.domain}/logout")}\n'
        f"client_id = {json.dumps(upstream_client)}\n"
    )
    return "\n".join(tables)
