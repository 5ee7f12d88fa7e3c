"""A real OpenID provider with a session of its own: django-oauth-toolkit in a process of its own."""
