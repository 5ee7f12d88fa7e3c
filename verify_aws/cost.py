"""What a run costs at most: prices and use as data, its own in cost.toml, the stack's in bench/cost.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import cost as bench

DATA = Path(__file__).with_name("cost.toml")
HOURS_OF_A_MONTH = 720


@dataclass(frozen=True, slots=True)
class Cost:
    """USD: what is billed in any case, and what comes on top when the account's free users of the month are used up."""

    certain: float
    users: float
    minutes: tuple[int, int]
    sources: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a person reads."""
        return (
            f"It takes between {self.minutes[0]} and {self.minutes[1]} minutes, most of them CloudFormation's.",
            f"It costs {cents(self.certain)}, and {cents(self.users)} more where the account's free users of the month "
            "are used up: the three throw-away users then count as active ones.",
        )


def cost() -> Cost:
    """Return what a run costs in us-east-1, without the account's free tier but for Cognito's, which never ends."""
    ours, stack = tomllib.loads(DATA.read_text(encoding="utf-8")), bench.data()
    run, prices = ours["run"], ours["prices"]
    usd = {name: price["usd"] for name, price in (stack["prices"] | prices).items()}
    certain = (
        run["hours"] / HOURS_OF_A_MONTH * bench.idle(stack["idle"], usd)
        + run["api_requests"] / 1e6 * (usd["api_requests"] + usd["function_requests"] + usd["traces"])
        + run["functions_gb_seconds"] / 1e6 * usd["duration"]
        + run["log_mb"] / 1e3 * usd["log"]
    )
    users = run["native_users"] * usd["native_user"] + run["federated_users"] * usd["federated_user"]
    shown = tuple(
        f"{price['name']}: {price['usd']:g} USD per {price['per']}; {_word(price)}" for price in prices.values()
    )
    return Cost(certain, users, (run["minutes"][0], run["minutes"][1]), shown)


def cents(usd: float) -> str:
    """Return an amount as people say it, rounded up."""
    whole = -(-round(usd * 100, 6) // 1)
    return "less than a cent" if usd < 0.01 else f"{whole:.0f} US cents"


def _word(price: dict[str, Any]) -> str:
    return f"{price['source']}, read {price['read']}{'' if price['confirmed'] else ', not confirmed'}"
