"""The facts, a module for each part of a sign-out; each check signs in anew and leaves nothing for the next one."""

from verify_aws.checks import federation, journeys, logout, sessions, tokens, triggers, unchecked
from verify_aws.facts import Fact

FACTS: tuple[Fact, ...] = (
    *sessions.FACTS,
    *logout.FACTS,
    *tokens.FACTS,
    *federation.FACTS,
    *journeys.FACTS,
    *triggers.FACTS,
)
UNCHECKED = unchecked.UNCHECKED
