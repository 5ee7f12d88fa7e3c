"""The catalogue: how each identity provider ends its own browser session, as rows of data."""
