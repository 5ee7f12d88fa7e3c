"""The claims that the provider puts into its ID token."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):  # type: ignore[misc] # the toolkit has no types
    """Adds name and e-mail address, which Cognito maps to attributes of the same names."""

    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | {"email": "email", "name": "profile"}

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """The claims of the person who signed in."""
        return {"email": request.user.email, "name": request.user.get_full_name()}
