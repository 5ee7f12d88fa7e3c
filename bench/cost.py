"""What a million sign-outs cost on AWS, and a month without any: `python -m bench.cost` prints the tables.

Prices, where they were read, and what a sign-out uses are data, in cost.toml.
"""

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("cost.toml")
MONTH = 30 * 86_400
"""Seconds."""
QUEUE_REQUESTS, KEY_REQUESTS = 3, 2
"""Of one retry: sent, received and deleted, each alone at worst; sealed and opened."""
LINES = {
    "api": "API Gateway requests",
    "functions": "Lambda requests",
    "duration": "Lambda duration",
    "restored": "snapshots restored",
    "dynamodb": "DynamoDB writes",
    "sqs": "SQS requests",
    "kms": "KMS requests",
    "log": "log, the functions' own lines",
}

type Numbers = Mapping[str, float]


def costs(use: Numbers, usd: Numbers, cold_share: float) -> dict[str, float]:
    """Return USD per million sign-outs by line; `cold_share` of them, from 0 to 1, meet a cold function.

    A million of what is priced by the million costs its price; a million KB are a GB. A snapshot that is restored takes
    the place of the cold start, and is billed by the memory size; the little that the restore takes of the function's
    time is counted as warm.
    """
    is_restored = bool(use.get("restored"))
    slow = use["warm"] if is_restored else use["cold"]
    retried = use.get("retried", 0.0)
    return {
        "api": use["requests"] * usd["api_requests"],
        "functions": (use["requests"] + retried) * usd["function_requests"],
        "duration": use["gb"] * (cold_share * slow + (1 - cold_share) * use["warm"]) * usd["duration"],
        "restored": cold_share * use["gb"] * usd["restored"] if is_restored else 0.0,
        "dynamodb": use.get("writes", 0) * usd["writes"],
        "sqs": retried * QUEUE_REQUESTS * usd["queue_requests"],
        "kms": retried * KEY_REQUESTS * usd["key_requests"],
        "log": use["log_kb"] * usd["log"],
    }


def idle(stands: Numbers, usd: Numbers) -> float:
    """Return USD for a month in which nobody signs out."""
    return (
        stands.get("secrets", 0) * usd["secret"]
        + stands.get("alarms", 0) * usd["alarm"]
        + stands.get("dashboards", 0) * usd["dashboard"]
        + stands.get("keys", 0) * usd["key"]
        + stands.get("polls", 0) / 1e6 * usd["queue_requests"]
        + stands.get("kept_gb", 0) * MONTH / 1e6 * usd["cached"]
    )


def months(found: Mapping[str, Any], usd: Numbers) -> dict[str, float]:
    """Return USD for an idle month of each kind of stack; what `usual` leaves standing nobody knows."""
    added = {name: idle(option, usd) for name, option in found["options"].items()}
    ours = idle(found["idle"], usd)
    return {
        name: ours + sum(added[option] for option in use["options"]) if "options" in use else 0.0
        for name, use in found["usage"].items()
    }


def asked(use: Numbers, usd: Numbers) -> float:
    """Return USD for a million calls that the authorizer is asked about, beside the API's own price for them."""
    return usd["function_requests"] + use["gb"] * use["seconds"] * usd["duration"] + use["reads"] * usd["reads"]


def data() -> dict[str, Any]:
    """Return what cost.toml says, each entry that is `like` one before it filled up from that."""
    found = tomllib.loads(DATA.read_text(encoding="utf-8"))
    uses = found["usage"]
    for name, one in uses.items():
        uses[name] = uses.get(one.get("like"), {}) | one
    return found


def table() -> str:
    """Return both as a table: by line for all warm and all cold, then a month that is idle."""
    found = data()
    usd = {name: price["usd"] for name, price in found["prices"].items()}
    uses, idle_months = found["usage"], months(found, usd)
    warm, cold = ({name: costs(use, usd, share) for name, use in uses.items()} for share in (0.0, 1.0))
    rows = [["USD", *uses], ["---", *["---:"] * len(uses)]]
    for line, name in LINES.items():
        if all(warm[use][line] == cold[use][line] for use in uses):
            rows.append([name, *(amount(warm[use][line]) for use in uses)])
            continue
        for when, of in (("warm", warm), ("cold", cold)):
            rows.append([f"{name}, all {when}", *(amount(of[use][line]) for use in uses)])
    for name, of in (("all warm", warm), ("all cold", cold)):
        rows.append([f"**a million, {name}**", *(f"**{amount(sum(of[use].values()))}**" for use in uses)])
    rows.append(
        ["X-Ray beside that, at most", *(amount(use.get("traced", 0) * usd["traces"]) for use in uses.values())]
    )
    rows.append(["a month without any", *(amount(idle_months[use]) for use in uses)])
    calls = f"A million calls that the authorizer is asked about cost {amount(asked(found['authorizer'], usd))} USD.\n"
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n\n" + calls


def options() -> str:
    """Return what each option of the template adds to a month, whether anybody signs out or not, as a table."""
    found = data()
    usd = {name: price["usd"] for name, price in found["prices"].items()}
    rows = [["option", "USD a month"], ["---", "---:"]]
    rows += [[f"`{name}`", amount(idle(option, usd))] for name, option in found["options"].items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def prices() -> str:
    """Return the list of prices as a table."""
    rows = [["price", "USD", "per", "source"], ["---", "---:", "---", "---"]]
    for price in data()["prices"].values():
        source = price["source"] if price["confirmed"] else f"{price['source']}; **not confirmed**"
        rows.append([price["name"], f"{price['usd']:g}", price["per"], source])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def amount(usd: float) -> str:
    """Return an amount to the cent, nothing as a dash."""
    return f"{usd:.2f}" if usd else "-"


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n{options()}\n{prices()}")
