"""What stays unknown: facts that take somebody else's account, a real browser, or more time than a run has."""

from verify_aws.facts import Unchecked
from verify_aws.sources import Source, guide, not_documented

BROWSER = "it takes a real browser: this command keeps cookies as the standard says, not as each browser does"
ACCOUNT = "it takes an account and a registered client at that provider"
THREADS = not_documented("threads of others, from 2012 to 2021")

UNCHECKED = (
    Unchecked(
        "cloudtrail-logout",
        "What does CloudTrail's event `Logout` hold?",
        guide("amazon-cognito-info-in-cloudtrail"),
        "events come up to a quarter of an hour later: look at the event history for the pool, before it is forgotten",
    ),
    Unchecked(
        "saml-lax-cookies",
        "Do Lax cookies survive SAML's POST and the redirect after it, in every browser?",
        not_documented("inferred from the standards"),
        BROWSER,
    ),
    Unchecked(
        "saml-entra",
        "Does Entra ID's SAML sign-out answer Cognito by redirect, so that Cognito does not take it?",
        guide("cognito-user-pools-saml-idp-sign-out", ", and Entra's single-sign-out-saml-protocol, each for its half"),
        ACCOUNT,
    ),
    Unchecked("google-continue", "Does accounts.google.com/Logout go on to `continue`?", THREADS, ACCOUNT),
    Unchecked("facebook-next", "Does logout.php end the session and go on to `next`?", THREADS, ACCOUNT),
    Unchecked(
        "apple-amazon", "Is there any logout at Apple or Login with Amazon?", not_documented("none was found"), ACCOUNT
    ),
    Unchecked(
        "okta-post", "Does Okta take its logout by POST?", Source("okta-developer-docs, linked and not read"), ACCOUNT
    ),
    Unchecked(
        "pingone-client",
        "Does PingOne take client_id in place of a hint?",
        not_documented("the page that was read breaks off"),
        ACCOUNT,
    ),
    Unchecked(
        "others-logout",
        "Have Duo, Rippling, WeChat, itsme, Signicat, IBM Verify, X and GitHub the logout pages that people remember?",
        not_documented("none was found, or from memory alone"),
        ACCOUNT,
    ),
)
