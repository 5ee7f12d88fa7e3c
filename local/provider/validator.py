"""What the toolkit leaves to its users: the claims of the ID token, and consent to a silent sign-in.

`at_hash`, which is optional for a code (OpenID Connect Core 1.0, section 3.1.3.6), is left out: the embedded AWS copies
what it does not know into the ID tokens of its own, where AWS has mapped attributes alone. There it is the hash of
another access token, and clients that check it, such as mod_auth_openidc, refuse the sign-in.
"""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator

from local.provider.settings import SETUP


class Validator(OAuth2Validator):  # type: ignore[misc] # the toolkit has no types
    """Adds name and e-mail address, which Cognito maps to attributes of the same names, and allows `prompt=none`."""

    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | {"email": "email", "name": "profile"}

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """The claims of the person who signed in."""
        return {"email": request.user.email, "name": request.user.get_full_name()}

    def finalize_id_token(self, id_token: dict[str, Any], token: Any, token_handler: Any, request: Any) -> str:
        """The signed ID token, without `at_hash`. The embedded AWS copies no list: that may be long."""
        id_token.pop("at_hash", None)
        id_token |= {"groups": ["x" * SETUP.padding]} if SETUP.padding else {}
        return str(super().finalize_id_token(id_token, token, token_handler, request))

    def validate_silent_login(self, request: Any) -> bool:
        """Always: the toolkit's view itself answers login_required to who has no session."""
        return True

    def validate_silent_authorization(self, request: Any) -> bool:
        """Always: the one client here needs nobody's consent."""
        return True
