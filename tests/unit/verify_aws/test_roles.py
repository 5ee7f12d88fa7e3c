"""A role that IAM has just made: who uses it is refused until everybody has heard of it."""

import pytest
from botocore.exceptions import ClientError

from verify_aws import roles


class Service:
    """Refuses so often, with this code, then takes the role."""

    def __init__(self, refusals: int, code: str = "NotYet") -> None:
        self.left, self.code, self.asked = refusals, code, 0

    def use(self) -> None:
        """Use the role."""
        self.asked += 1
        self.left -= 1
        if self.left >= 0:
            raise ClientError({"Error": {"Code": self.code}}, "UseIt")


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "SECONDS", 0.0)


def test_a_role_that_is_not_known_yet_is_tried_again() -> None:
    service = Service(refusals=roles.TRIES - 1)

    roles.once_known(service.use, {"NotYet"})

    assert service.asked == roles.TRIES


@pytest.mark.parametrize(("code", "asked"), [("NotYet", roles.TRIES), ("AccessDenied", 1)])
def test_what_does_not_pass_is_raised(code: str, asked: int) -> None:
    service = Service(refusals=roles.TRIES, code=code)

    with pytest.raises(ClientError):
        roles.once_known(service.use, {"NotYet"})

    assert service.asked == asked
