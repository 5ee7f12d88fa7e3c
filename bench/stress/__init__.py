"""Load on the deployed API, by wrk, on an embedded AWS: how much it takes, for how long, and what memory does."""
