"""A clock that stands still until a test moves it."""


class Clock:
    """Seconds since the epoch, as the adapters take them."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
