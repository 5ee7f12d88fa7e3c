"""`make explain`: one logout drawn as a timeline, from its audit events."""
