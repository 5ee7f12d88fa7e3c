"""A certified OpenID provider that asks before it signs out: panva's oidc-provider in a process of its own."""
