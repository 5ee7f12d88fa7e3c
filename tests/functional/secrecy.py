"""Every secret that a test makes or meets, so that its output can be searched for them."""

import base64
from dataclasses import dataclass, field


@dataclass
class Secrets:
    """The strings that must never be printed: tokens, cookies, tickets, states, client secrets, keys."""

    values: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)

    def add(self, value: str) -> str:
        """Remember a secret, for a JWT its payload and signature too, and give it back."""
        if len(value) < 12:
            return value
        self.values.add(value)
        parts = value.split(".")
        self.values.update(part for part in parts[1:] if len(parts) == 3 and len(part) >= 12)
        return value

    def add_token(self, token: str) -> str:
        """Remember a token of the user pool: no answer may show it either."""
        self.tokens.add(token)
        return self.add(token)

    def found_in(self, text: str) -> list[str]:
        """Which secrets the text holds, as they are or in base64; shortened, to be readable in a failure."""
        return [value[:24] + "…" for value in sorted(self.values) if value in text or _in_base64(value) in text]


def _in_base64(value: str) -> str:
    """The middle of the value's base64: what stays the same whatever stands before it at a multiple of three."""
    return base64.b64encode(value.encode(errors="surrogatepass")).decode()[: len(value)].rstrip("=")
