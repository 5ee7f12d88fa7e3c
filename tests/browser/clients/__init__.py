"""Standard clients that sign out by `/logout`, each a small program of its own, from which docs/frontends.md quotes."""
