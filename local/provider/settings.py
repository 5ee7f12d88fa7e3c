"""Django's settings for the provider, from the setup file that the environment names."""

import os
from pathlib import Path
from typing import Any

from local.provider.setup import ProviderSetup

SETUP = ProviderSetup.read(Path(os.environ["PROVIDER_SETUP"]))
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "oauth2_provider",
]
# Tables made straight from the models: a database that lives as long as a run needs no history of its schema.
MIGRATION_MODULES: dict[str, None] = {app.rsplit(".", 1)[-1]: None for app in INSTALLED_APPS}

SECRET_KEY = SETUP.client_secret
ALLOWED_HOSTS = ["127.0.0.1", "localhost", ".localhost"]
ROOT_URLCONF = "local.provider.site"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(SETUP.folder) / "provider.sqlite3"),
        # A transaction that reads first and writes then finds the database locked by another one and does not wait.
        "OPTIONS": {"timeout": 10, "transaction_mode": "IMMEDIATE"},
    }
}
# Names of its own: a person who looks at a browser's cookies sees whose they are, and two sites can share a host.
SESSION_COOKIE_NAME = f"{Path(SETUP.folder).name}_session"
CSRF_COOKIE_NAME = f"{Path(SETUP.folder).name}_csrf"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(Path(__file__).parent / "templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "local.provider.site.named",
            ]
        },
    }
]
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": SETUP.issuer,
    "OIDC_RSA_PRIVATE_KEY": SETUP.signing_key,
    "SCOPES": {"openid": "sign in", "email": "e-mail address", "profile": "name"},
    "OAUTH2_VALIDATOR_CLASS": "local.provider.validator.Validator",
    "PKCE_REQUIRED": False,  # the embedded AWS sends no code challenge to a provider
    "OIDC_RP_INITIATED_LOGOUT_ENABLED": SETUP.signs_out,
    # A hint of the person who is signed in ends the session without a question; anything else is asked.
    "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
    # One browser's logout must not spoil the hint that another browser holds.
    "OIDC_RP_INITIATED_LOGOUT_DELETE_TOKENS": False,
}
