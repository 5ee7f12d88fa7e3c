"""The user pool's API: the calls that end every session of a user, and those that read its attributes."""

from collections.abc import Mapping
from typing import Any

from coordinator.adapters import transport
from coordinator.adapters.aws import AwsApi
from coordinator.core.model import User
from coordinator.errors import EffectFailed

NOBODY = frozenset({"UserNotFoundException", "InvalidParameterException"})
"""What Cognito says of a name that nobody has, and of one that nobody can have."""


class CognitoApi(AwsApi):
    """Four operations, the last for two purposes, each tried once: a repeated sign-out could end a newer session."""

    def __init__(self, user_pool_id: str) -> None:
        """Serve one pool; its region is the first part of `user_pool_id`."""
        super().__init__("cognito-idp", user_pool_id.partition("_")[0])
        self._pool = user_pool_id

    def global_sign_out(self, access_token: str) -> None:
        """End all sessions of the token's user. Raises EffectFailed."""
        self.call("global_sign_out", AccessToken=access_token)

    def admin_user_global_sign_out(self, username: str) -> None:
        """End all sessions of `username`; needs the IAM permission of that name. Raises EffectFailed."""
        self.call("admin_user_global_sign_out", UserPoolId=self._pool, Username=username)

    def get_user(self, access_token: str) -> Mapping[str, str]:
        """Return the attributes of the token's user that its app client may read, by name. Raises EffectFailed."""
        return _attributes(self.call("get_user", AccessToken=access_token), "UserAttributes")

    def admin_get_user(self, username: str) -> Mapping[str, str]:
        """Return all attributes of `username`; needs the IAM permission of that name. Raises EffectFailed."""
        return _attributes(self.call("admin_get_user", UserPoolId=self._pool, Username=username), "UserAttributes")

    def find_user(self, name: str) -> User | None:
        """Return the user of a username, an alias, or the `sub` of a user of the pool's own; None when there is none.

        https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html (read November
        2026). Raises EffectFailed.
        """
        try:
            answer = self.call("admin_get_user", UserPoolId=self._pool, Username=name)
        except EffectFailed as error:
            if error.kind in NOBODY:
                return None
            raise
        attributes = _attributes(answer, "UserAttributes")
        if not attributes.get("sub") or not answer.get("Username"):
            raise EffectFailed("unreadable_answer", retryable=True)
        return User(answer["Username"], attributes["sub"], attributes)

    def accepts(self, operation: str, answer: transport.Answer) -> bool:
        """Whether it is Cognito's: the sign-outs answer with nothing."""
        reads = operation.endswith("GetUser")
        return answer.status == 200 and (reads or answer.body.strip() in (b"", b"{}"))


def _attributes(answer: Mapping[str, Any], member: str) -> Mapping[str, str]:
    return {one["Name"]: one["Value"] for one in answer.get(member, []) if "Name" in one and "Value" in one}
