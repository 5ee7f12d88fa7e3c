"""Services as docs/services.md shows them; the tests call each over its own interface."""
