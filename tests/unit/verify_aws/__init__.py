"""The command verify-aws by value: what it calls things, makes of facts, asks, tells, costs and removes."""
