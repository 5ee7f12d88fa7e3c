"""The decisions, as pure functions of values: no clock, environment, socket or log."""
