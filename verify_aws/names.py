"""What a run calls the things that it makes: one random word tells them all, so that nothing needs to be remembered."""

import re
import secrets
from dataclasses import dataclass
from typing import Self

PREFIX = "logout-coordinator-verify"
"""Begins every name; none of the words that a Cognito prefix domain may not hold (aws, amazon, cognito) is in it."""
TAG = PREFIX
"""The key of the tag on everything that takes one; its value is the run's word."""
PATH = f"/{PREFIX}/"
"""The path of roles and parameters."""
WORD = re.compile(r"[0-9a-f]{10}")


@dataclass(frozen=True, slots=True)
class Run:
    """One run, by its word."""

    word: str

    @classmethod
    def new(cls) -> Self:
        """Return a run of which nothing is there yet."""
        return cls(secrets.token_hex(5))

    @property
    def name(self) -> str:
        """The name of the stack, the bucket, the pool and its domain's prefix."""
        return f"{PREFIX}-{self.word}"

    @property
    def upstream(self) -> str:
        """The name of the other pool, which is the first one's provider, and its domain's prefix."""
        return f"{self.name}-up"

    @property
    def parameter(self) -> str:
        """The name of the SSM parameter with the stage file."""
        return f"{PATH}{self.word}"

    @property
    def api_role(self) -> str:
        """The name of the role with which API Gateway writes logs, where the account has none."""
        return f"{self.name}-api"

    @property
    def trigger(self) -> str:
        """The name of the function that is the first pool's trigger, and of its role."""
        return f"{self.name}-trigger"

    @property
    def trigger_log(self) -> str:
        """The name of its log group."""
        return f"/aws/lambda/{self.trigger}"

    @property
    def tags(self) -> dict[str, str]:
        """The tag, as most services take it."""
        return {TAG: self.word}

    @property
    def tag_list(self) -> list[dict[str, str]]:
        """The tag, as the others take it."""
        return [{"Key": TAG, "Value": self.word}]
