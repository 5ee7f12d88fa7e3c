"""The caller's account: who asks, in which Region, and clients for it. Endpoints follow AWS_ENDPOINT_URL."""

from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ProfileNotFound

from verify_aws.errors import CannotWork
from verify_aws.ledger import Where

SETTINGS = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 5})


class Account:
    """One account in one Region. Raises CannotWork without credentials or a Region; asks only who the caller is."""

    def __init__(self, session: boto3.Session | None = None) -> None:
        """Take the credentials of AWS_PROFILE and its like, or those of `session`."""
        try:
            self.session = session or boto3.Session()
        except ProfileNotFound as error:
            raise CannotWork("AWS_PROFILE names a profile that this machine does not have.") from error
        if not self.session.region_name:
            raise CannotWork("There is no Region: say AWS_DEFAULT_REGION=eu-central-1, or give the profile one.")
        self._clients: dict[str, Any] = {}
        self.where = Where(self._identity(), self.session.region_name)

    @property
    def region(self) -> str:
        """The Region."""
        return self.where.region

    def client(self, service: str) -> Any:
        """Return boto3's client of a service."""
        if service not in self._clients:
            make: Any = self.session.client
            self._clients[service] = make(service, config=SETTINGS, region_name=self.session.region_name)
        return self._clients[service]

    def cognito_for_anyone(self) -> Any:
        """Return a client of user pools without an account, as an app calls them: GetUser and its like."""
        make: Any = self.session.client
        return make("cognito-idp", config=SETTINGS.merge(Config(signature_version=UNSIGNED)))

    def _identity(self) -> str:
        try:
            return str(self.client("sts").get_caller_identity()["Account"])
        except NoCredentialsError as error:
            advice = "name a profile in AWS_PROFILE, or sign in (`aws sso login`), and try again"
            raise CannotWork(f"There are no AWS credentials: {advice}.") from error
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            raise CannotWork(f"AWS does not take these credentials ({code}): sign in anew, and try again.") from error
        except BotoCoreError as error:
            raise CannotWork(
                f"AWS cannot be asked ({type(error).__name__}): look at the Region and the net."
            ) from error


def code_of(error: ClientError) -> str:
    """Return the code of a refusal."""
    return str(error.response.get("Error", {}).get("Code", ""))
