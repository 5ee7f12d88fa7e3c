"""From a live pool to the text of a stage file: what is known, what is guessed and why, what a person must fill in.

Pure: it takes what was read, and returns text. No secret is in what was read, so none can be in the text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tomlkit
from coordinator.core.returns import origin_of
from coordinator.settings import stage_file
from coordinator.settings.stage_file import USUAL_REFRESH_DAYS
from tomlkit.items import Table

from doctor.guessing import Guess
from doctor.pool import LiveClient, LiveProvider
from doctor.provider_text import comment, provider_table

RETURN_PATH = "/logout/return"
MACHINES = {"client_credentials"}


@dataclass(frozen=True, slots=True)
class Source:
    """What a stage file is written from; `guesses` has one of each provider's name."""

    stage: str
    pool_id: str
    cognito_domain: str
    clients: Sequence[LiveClient]
    providers: Sequence[LiveProvider]
    guesses: Mapping[str, Guess]


def write(source: Source) -> str:
    """Return the stage file's text."""
    document = tomlkit.document()
    for line in _head(source):
        document.add(comment(line))
    apps, providers = tomlkit.table(is_super_table=True), tomlkit.table(is_super_table=True)
    clients = [client for client in source.clients if not is_left_out(client)]
    for name, client in zip(keys([client.name for client in clients]), clients, strict=True):
        apps.append(name, _app(name, client))
    for provider in source.providers:
        providers.append(provider.name, provider_table(provider, source.guesses[provider.name]))
    for name, tables in (("apps", apps), ("providers", providers)):
        if tables:
            document.append(name, tables)
    return tomlkit.dumps(document).rstrip() + "\n"


def is_left_out(client: LiveClient) -> bool:
    """Tell whether nobody signs in with a browser by this client: one of machines, or without any URL."""
    return set(client.flows) == MACHINES or not (client.flows or client.logout_urls or client.callback_urls)


def keys(names: Sequence[str]) -> list[str]:
    """Return a key of its own for each client's name: lower case, letters, digits, `-` and `_`."""
    found: list[str] = []
    for name in names:
        base = re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-") or "app"
        key, number = base, 2
        while key in found:
            key, number = f"{base}-{number}", number + 1
        found.append(key)
    return found


def _head(source: Source) -> list[str]:
    lines = [
        f"The stage `{source.stage}`: the apps and providers of {source.pool_id}, as `make configure` found them.",
        "Guesses say so: review it like code, then ask `make doctor`. No secrets belong in here.",
        f'samconfig.toml, [{source.stage}.global.parameters]: "UserPoolId={source.pool_id}",',
        f'"CognitoDomain={source.cognito_domain}".',
    ]
    left_out = [client.name or client.client_id for client in source.clients if is_left_out(client)]
    if left_out:
        lines.append(f"Left out, since nobody signs in with a browser there: {', '.join(left_out)}.")
    return lines


def _app(name: str, client: LiveClient) -> Table:
    table = tomlkit.table()
    table.add("client_id", client.client_id)
    others = [url for url in client.logout_urls if not url.partition("?")[0].rstrip("/").endswith(RETURN_PATH)]
    fit = [url for url in others if _fits(url)]
    if fit:
        table.add(comment("From the allowed sign-out URLs; the first is the default."))
    else:
        table.add(comment("No allowed sign-out URL will do: say where a browser may go back to."))
    urls = tomlkit.array().multiline(len(fit) > 1)
    urls.extend(fit)
    table.add("return_to", urls)
    for url in (url for url in others if not _fits(url)):
        table.add(comment(f"Left out, since it is neither https nor an app's own scheme: {url}"))
    callbacks = sorted({origin for url in client.callback_urls if (origin := origin_of(url)) and _fits(f"{origin}/")})
    if callbacks and not fit:
        table.add(comment("By its callback URLs perhaps " + ", ".join(f'"{origin}/"' for origin in callbacks)))
    table.add(comment("Which cookies hold its session, and its tokens, Cognito does not know: add them, as in"))
    table.add(comment('cookies = [{ name = "session" }, { name = "rt", holds = "refresh_token" }]'))
    if client.refresh_token_days != USUAL_REFRESH_DAYS:
        table.add("refresh_token_days", client.refresh_token_days)
    if client.has_secret:
        table.add(comment("The client has a secret: put it into Secrets Manager (ClientSecretsArn), and say"))
        table.add(comment(f'client_secret = "env:{name}"'))
    return table


def _fits(url: str) -> bool:
    """Tell whether a stage file may hold `url` as a `return_to`, by asking the product's own reader."""
    found: list[str] = []
    stage_file.read({"apps": {"any": {"client_id": "any", "return_to": [url]}}}, {}, found)
    return not found
