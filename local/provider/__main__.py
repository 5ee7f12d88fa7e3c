"""The provider's process: `PROVIDER_SETUP=<file> python -m local.provider`."""

import os
from pathlib import Path

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from werkzeug.serving import make_server

from local.access_log import PathsOnly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "local.provider.settings")


def fill_database() -> None:
    """Make the tables, the one client (Cognito) and the one user, in an empty database."""
    from django.contrib.auth import get_user_model
    from oauth2_provider.models import get_application_model

    from local.provider.settings import DATABASES, SETUP

    Path(str(DATABASES["default"]["NAME"])).unlink(missing_ok=True)
    call_command("migrate", run_syncdb=True, verbosity=0)
    first, last = SETUP.person.split()
    get_user_model().objects.create_user(
        SETUP.username, f"{SETUP.username}@example.com", SETUP.password, first_name=first, last_name=last
    )
    application = get_application_model()
    application.objects.create(
        name="Cognito",
        client_id=SETUP.client_id,
        client_secret=SETUP.client_secret,
        hash_client_secret=False,
        client_type=application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=application.GRANT_AUTHORIZATION_CODE,
        algorithm=application.RS256_ALGORITHM,
        redirect_uris=SETUP.callback,
        post_logout_redirect_uris=SETUP.signed_out,
        skip_authorization=True,
    )


def main() -> None:
    """Fill the database and serve until the process is ended."""
    from local.provider.settings import SETUP

    django.setup()
    fill_database()
    application = get_wsgi_application()
    make_server("127.0.0.1", SETUP.port, application, threaded=True, request_handler=PathsOnly).serve_forever()


if __name__ == "__main__":
    main()
