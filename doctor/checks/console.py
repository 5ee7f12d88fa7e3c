"""Where in AWS's console a setting lies, said the same way in every row."""


def console(pool_id: str, *steps: str) -> str:
    """Return the way to a page of a pool in the Amazon Cognito console (its menus as of November 2026)."""
    return " > ".join(("Cognito console", "User pools", pool_id, *steps))


def client_page(pool_id: str, client: str, *steps: str) -> str:
    """Return the way to a part of an app client's page."""
    return console(pool_id, "App clients", client, *steps)


def provider_page(pool_id: str, provider: str, *steps: str) -> str:
    """Return the way to a part of an identity provider's page."""
    return console(pool_id, "Social and external providers", provider, *steps)
