"""What the toolkit leaves to its users: the claims of the ID token, and consent to a silent sign-in."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Validator(OAuth2Validator):  # type: ignore[misc] # the toolkit has no types
    """Adds name and e-mail address, which Cognito maps to attributes of the same names, and allows `prompt=none`."""

    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | {"email": "email", "name": "profile"}

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """The claims of the person who signed in."""
        return {"email": request.user.email, "name": request.user.get_full_name()}

    def validate_silent_login(self, request: Any) -> bool:
        """Always: the toolkit's view itself answers login_required to who has no session."""
        return True

    def validate_silent_authorization(self, request: Any) -> bool:
        """Always: the one client here needs nobody's consent."""
        return True
