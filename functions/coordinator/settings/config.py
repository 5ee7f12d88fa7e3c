"""Settings: the environment and the stage file, checked as a whole, with every problem in one error."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from coordinator.core.model import App, Provider
from coordinator.core.returns import is_web_url, origin_of, origins
from coordinator.errors import ConfigurationError
from coordinator.settings import guarding, secret_values, stage_file
from coordinator.settings.guarding import Guarding

NAMES = (
    "USER_POOL_ID",
    "COGNITO_DOMAIN",
    "COGNITO_ISSUER",
    "COGNITO_JWKS_URL",
    "COGNITO_DISCOVERY_URL",
    "PUBLIC_URL",
    "STAGE",
    "CONFIG_FILE",
    "CONFIG",
    "SIGNING_KEYS",
    "CLIENT_SECRETS",
    "ADMIN_SIGN_OUT",
    "ADMIN_GET_USER",
    "RETRY_QUEUE_URL",
    "RETRY_KEY_ARN",
    "REVOCATION_TABLE",
    "REMEMBER_TABLE",
    "BACK_CHANNEL",
    *guarding.NAMES,
    "AWS_SAM_LOCAL",
)
"""The environment variables that settings are read from."""
LOGOUT = frozenset({"COGNITO_DOMAIN", "SIGNING_KEYS", "CLIENT_SECRETS"})
RETRY = frozenset({"COGNITO_DOMAIN", "CLIENT_SECRETS"})
AUTHORIZER = frozenset({"REVOCATION_TABLE"})
SIGN_OUT: frozenset[str] = frozenset()
SIGNALS: frozenset[str] = frozenset()
REMEMBER = frozenset({"SIGNING_KEYS", "REMEMBER_TABLE"})
"""What each function must be told beside the pool and the stage file; of secrets no other is looked at."""

CODE_URI = Path(__file__).resolve().parents[2]
WELL_KNOWN = ".well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Settings:
    """What one deployment knows. URLs have no trailing slash; `public_url` is None where the request tells it.

    `retry_key` is the KMS key of the queue's tokens: one whose alias is the queue's name, where nothing is said.
    `revocation_table` is None where there is no revocation list, `remember_table` where no sign-ins are remembered.
    With `back_channel` providers may tell us of sign-outs, those that we asked them for among them.
    `origins` are those of all apps' pages; `plain_origins` all that are http, on loopback: where a journey may lead in
    a local system.
    """

    user_pool_id: str
    cognito_domain: str
    issuer: str
    jwks_url: str
    discovery_url: str
    public_url: str | None
    admin_sign_out: bool
    admin_get_user: bool
    retry_queue_url: str | None
    retry_key: str
    revocation_table: str | None
    remember_table: str | None
    back_channel: bool
    guarding: Guarding
    apps: Mapping[str, App]
    providers: Mapping[str, Provider]
    signing_keys: tuple[str, ...] = field(repr=False)
    origins: frozenset[str]
    plain_origins: tuple[str, ...]

    def app_of_client(self, client_id: str | None) -> App | None:
        """Return the app of a client id, None when no app has it."""
        return next((app for app in self.apps.values() if app.client_id == client_id), None)

    @property
    def only_app(self) -> App | None:
        """The only app, None when there are several."""
        return next(iter(self.apps.values())) if len(self.apps) == 1 else None

    @property
    def longest_refresh_days(self) -> int:
        """How many days a refresh token of any app lives at most: until then a token may come out of a sign-in."""
        return max(app.refresh_token_days for app in self.apps.values())


def load(environment: Mapping[str, str], needs: frozenset[str] = LOGOUT) -> Settings:
    """Return the settings of a function with such `needs`.

    Raises ConfigurationError with all problems of environment and stage file.
    """
    problems: list[str] = []
    pool, pools_issuer = _pool(environment, problems)
    issuer = _url(environment, "COGNITO_ISSUER", problems, default=pools_issuer)
    domain = _url(environment, "COGNITO_DOMAIN", problems, default=None if "COGNITO_DOMAIN" in needs else "", bare=True)
    client_secrets = secret_values.client_secrets(environment, problems) if "CLIENT_SECRETS" in needs else None
    apps, providers = _stage(environment, client_secrets, problems)
    queue = _url(environment, "RETRY_QUEUE_URL", problems, default="")
    table = _table("REMEMBER_TABLE", environment, needs, problems)
    if "SIGNING_KEYS" in needs and table is None:
        problems += _not_remembered(providers)
    settings = Settings(
        user_pool_id=pool,
        cognito_domain=domain,
        issuer=issuer,
        jwks_url=_url(environment, "COGNITO_JWKS_URL", problems, default=f"{issuer}/.well-known/jwks.json"),
        discovery_url=_url(environment, "COGNITO_DISCOVERY_URL", problems, default=f"{issuer}/{WELL_KNOWN}"),
        public_url=_url(environment, "PUBLIC_URL", problems, default="") or None,
        admin_sign_out=environment.get("ADMIN_SIGN_OUT", "off") == "on",
        admin_get_user=environment.get("ADMIN_GET_USER", "off") == "on",
        retry_queue_url=queue or None,
        retry_key=environment.get("RETRY_KEY_ARN") or f"alias/{queue.rpartition('/')[2]}",
        revocation_table=_table("REVOCATION_TABLE", environment, needs, problems),
        remember_table=table,
        back_channel=environment.get("BACK_CHANNEL", "off") == "on",
        guarding=guarding.read(environment, problems),
        apps=apps,
        providers=providers,
        signing_keys=secret_values.signing_keys(environment, problems) if "SIGNING_KEYS" in needs else (),
        origins=frozenset(origin for app in apps.values() for origin in origins(app)),
        plain_origins=_plain_origins(domain, apps, providers),
    )
    if problems:
        raise ConfigurationError(problems)
    return settings


def _table(name: str, environment: Mapping[str, str], needs: frozenset[str], problems: list[str]) -> str | None:
    table = environment.get(name) or None
    if table is None and name in needs:
        problems.append(f"{name}: must be the name of the table that is asked")
    return table


def _not_remembered(providers: Mapping[str, Provider]) -> list[str]:
    told = "is remembered by nobody: REMEMBER_TABLE is empty (the stack's parameter Remember is off)"
    return [f"providers.{one.name}.{key}: {told}" for one in providers.values() for key in sorted(one.remembered)]


def _pool(environment: Mapping[str, str], problems: list[str]) -> tuple[str, str]:
    """Return the pool's id and its own issuer."""
    pool = environment.get("USER_POOL_ID", "")
    region, _, suffix = pool.partition("_")
    if not region or not suffix:
        problems.append("USER_POOL_ID: must be a user pool's id, e.g. eu-central-1_AbCdEfGhI")
        return pool, "https://cognito-idp.invalid"
    return pool, f"https://cognito-idp.{region}.amazonaws.com/{pool}"


def _plain_origins(domain: str, apps: Mapping[str, App], providers: Mapping[str, Provider]) -> tuple[str, ...]:
    urls = [domain, *(url for app in apps.values() for url in app.return_to)]
    urls += [url for one in providers.values() for url in (one.issuer, one.logout_url) if url]
    return tuple(sorted({origin for url in urls if url.startswith("http:") and (origin := origin_of(url))}))


def _url(
    environment: Mapping[str, str], name: str, problems: list[str], *, default: str | None = None, bare: bool = False
) -> str:
    """Return a URL without a slash at the end; `default` stands for an absent or empty one, `bare` forbids a path."""
    value = environment.get(name, "").removesuffix("/")
    if not value and default is not None:
        return default
    if not is_web_url(value) or "?" in value or (bare and urlsplit(value).path):
        example = "https://example.auth.eu-central-1.amazoncognito.com" if bare else "https://logout.example.com"
        problems.append(f"{name}: must be an https URL (http on loopback only) such as {example}")
    return value


def _stage(
    environment: Mapping[str, str], secrets: Mapping[str, str] | None, problems: list[str]
) -> tuple[dict[str, App], dict[str, Provider]]:
    text = environment.get("CONFIG", "")
    where = "CONFIG"
    if not text or secret_values.is_unresolved(text):
        name = environment.get("CONFIG_FILE") or f"config/{environment.get('STAGE') or 'dev'}.toml"
        where, path = name, CODE_URI / name
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            problems.append(f"{name}: cannot be read as a text file")
            return {}, {}
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The parser's own text names line and column, and quotes nothing but a character.
        problems.append(f"{where}: is no TOML: {error}")
        return {}, {}
    return stage_file.read(document, secrets, problems)
