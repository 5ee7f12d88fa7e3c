"""What stays unknown: facts that take somebody else's account, a real browser, or more time than a run has."""

from verify_aws.facts import NOT_DOCUMENTED, Unchecked

BROWSER = "it takes a real browser: this command keeps cookies as the standard says, not as each browser does"
ACCOUNT = "it takes an account and a registered client at that provider"

UNCHECKED = (
    Unchecked(
        "cloudtrail-logout",
        "What does CloudTrail's event `Logout` hold?",
        "developer guide, amazon-cognito-info-in-cloudtrail",
        "events come up to a quarter of an hour later: look at the event history for the pool, before it is forgotten",
    ),
    Unchecked(
        "saml-lax-cookies",
        "Do Lax cookies survive SAML's POST and the redirect after it, in every browser?",
        NOT_DOCUMENTED,
        BROWSER,
    ),
    Unchecked(
        "saml-entra",
        "Does Entra ID's SAML sign-out answer Cognito by redirect, so that Cognito does not take it?",
        "single-sign-out-saml-protocol (Entra) and cognito-user-pools-saml-idp-sign-out, each for its half",
        ACCOUNT,
    ),
    Unchecked("google-continue", "Does accounts.google.com/Logout go on to `continue`?", NOT_DOCUMENTED, ACCOUNT),
    Unchecked("facebook-next", "Does logout.php end the session and go on to `next`?", NOT_DOCUMENTED, ACCOUNT),
    Unchecked("apple-amazon", "Is there any logout at Apple or Login with Amazon?", NOT_DOCUMENTED, ACCOUNT),
    Unchecked("okta-post", "Does Okta take its logout by POST?", "okta-developer-docs, linked and not read", ACCOUNT),
    Unchecked("pingone-client", "Does PingOne take client_id in place of a hint?", NOT_DOCUMENTED, ACCOUNT),
)
