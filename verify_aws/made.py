"""What a run has made of pools: people, apps and the pools themselves, as values."""

from dataclasses import dataclass, field

SCOPES = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]


@dataclass(frozen=True, slots=True)
class Person:
    """A user of a pool's own, with a password that lives as long as the pool."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class App:
    """An app client. Nobody serves its pages: a browser is stopped before it would open them."""

    name: str
    client_id: str
    provider: str

    @property
    def home(self) -> str:
        """The app's front page."""
        return f"https://{self.name}.example.com/"

    @property
    def callback(self) -> str:
        """Where Cognito sends the browser after a sign-in."""
        return f"{self.home}callback"

    @property
    def signed_out(self) -> str:
        """Where the logout sends the browser at the end."""
        return f"{self.home}signed-out"


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool: its id, the base URL of its domain, and its one person."""

    pool_id: str
    domain: str
    person: Person
