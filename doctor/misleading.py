"""What Cognito says, and what it means: errors that speak of something else than what is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Misleading:
    """One error: a part of its text in lower case, what it means, what to do, and who says so (read November 2026)."""

    says: str
    means: str
    change: str
    source: str


ERRORS = (
    Misleading(
        "required string parameter 'redirect_uri' is not present",
        "logout_uri is none of the app client's allowed sign-out URLs, character by character; redirect_uri is not "
        "wanted at all",
        "add the return URL to the app client's allowed sign-out URLs, exactly as it is sent",
        "amazon-archives/amazon-cognito-auth-js#25, aws-amplify/amplify-js#1298 and #2423",
    ),
    Misleading(
        "required parameters missing",
        "no parameter is missing: logout_uri is none of the app client's allowed sign-out URLs",
        "add the return URL to the app client's allowed sign-out URLs, exactly as it is sent",
        "agentic-community/mcp-gateway-registry#1545",
    ),
    Misleading(
        "please check your input and try again",
        "this is managed login's page for the same: logout_uri is none of the allowed sign-out URLs",
        "add the return URL to the app client's allowed sign-out URLs, exactly as it is sent",
        "agentic-community/mcp-gateway-registry#57",
    ),
    Misleading(
        "redirect_mismatch",
        "redirect_uri is none of the app client's allowed callback URLs; sign-out URLs are another list",
        "add the URL to the allowed callback URLs; for a sign-out, send logout_uri and no redirect_uri",
        "aws-amplify/amplify-cli#1711; developer guide, logout-endpoint",
    ),
    Misleading(
        "login pages unavailable",
        "the domain is managed login, and this app client was given no branding style",
        "aws cognito-idp create-managed-login-branding --use-cognito-provided-values, for this pool and client",
        "minorun365/html-share#3",
    ),
    Misleading(
        "attribute cannot be updated",
        "an attribute that the provider's claims are mapped to is immutable, or the app client may not write it; the "
        "first sign-in works, the second does not",
        "map to a mutable attribute, and let the app client write it (WriteAttributes)",
        "aws-amplify/amplify-js#3526; aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws"
        "#835; API reference, SchemaAttributeType.Mutable",
    ),
    Misleading(
        "unauthorized attribute",
        "the app client has no permission for an attribute, a custom one as a rule",
        "name the attribute in the app client's attribute permissions (WriteAttributes)",
        "amazon-archives/amazon-cognito-identity-js#397",
    ),
    Misleading(
        "attribute does not exist in the schema",
        "a custom attribute was named without its prefix custom:, or never added",
        "write custom:<name>, or add the attribute",
        "aws-amplify/amplify-flutter#1531",
    ),
    Misleading(
        "user pool client",
        "the app client is not in this pool, or the call went to another Region than the pool's",
        "compare the client id with the pool's app clients, and the Region with the pool id's first part",
        "anomalyco/guide#82",
    ),
    Misleading(
        "does not exist",
        "the pool may well exist, in another Region or another account than the call went to",
        "take the Region in the pool's id, and the profile of the account that owns the pool (AWS_PROFILE)",
        "aws/aws-sdk-go#2436, aws/aws-aspnet-cognito-identity-provider#135",
    ),
    Misleading(
        "access token does not have required scopes",
        "the app client's scopes lack aws.cognito.signin.user.admin; it is no missing IAM permission",
        "allow the scope at the app client and ask for it at sign-in, or set AdminSignOut=on",
        "aws-amplify/amplify-js#6444 and #5744",
    ),
    Misleading(
        "operationnotenabledexception",
        "the Region holds a secondary replica of the pool, which cannot do this",
        "call the pool in its primary Region: the one where aws cognito-idp list-user-pool-replicas says PRIMARY",
        "API reference, OperationNotEnabledException",
    ),
    Misleading(
        "unsupportedoperationexception",
        "token revocation is off at the app client",
        "enable token revocation at the app client (EnableTokenRevocation)",
        "API reference, RevokeToken; developer guide, token-revocation",
    ),
    Misleading(
        "invalid_client",
        "the app client has a secret and none was sent, or another client's was",
        "give the app its client_secret in the stage file, and its value in Secrets Manager",
        "sergiodxa/remix-auth-oauth2#132; developer guide, revocation-endpoint",
    ),
)
"""The errors, the more particular ones first."""


def meaning_of(text: str) -> Misleading | None:
    """Return what an error's code or text means, None for one that says what it means."""
    said = text.lower().replace("+", " ")
    return next((error for error in ERRORS if error.says in said), None)


def translated(text: str) -> str:
    """Return the text, and what it means where it misleads."""
    error = meaning_of(text)
    return f"Cognito says “{text}”" + (f", which means: {error.means}" if error else "")
