"""The whole journey: of a person who came by a provider, of a user of the pool's own, and everywhere."""

from verify_aws.aftermath import (
    audit,
    cognito_session,
    next_sign_in,
    other_browser,
    provider_session,
    receipt,
    tokens,
    way,
)
from verify_aws.facts import Fact
from verify_aws.journey import everywhere, federated, native
from verify_aws.sources import OURS

FACTS = (
    Fact(
        "federated-way",
        "Whom does a federated sign-out by a form visit?",
        "logout > Cognito > logout/return > provider > logout/return > app",
        OURS,
        lambda scene: way(federated(scene)),
    ),
    Fact(
        "federated-tokens",
        "Which of its tokens are alive after it?",
        "none",
        OURS,
        lambda scene: tokens(federated(scene)),
    ),
    Fact(
        "federated-cognito",
        "Is Cognito's session alive after it?",
        "dead",
        OURS,
        lambda scene: cognito_session(federated(scene)),
    ),
    Fact(
        "federated-provider",
        "Is the provider's session alive after it?",
        "dead",
        OURS,
        lambda scene: provider_session(federated(scene)),
    ),
    Fact(
        "federated-again",
        "What does a sign-in after it ask for?",
        "a password",
        OURS,
        lambda scene: next_sign_in(federated(scene)),
    ),
    Fact(
        "federated-audit",
        "What does its audit trail in CloudWatch Logs say?",
        "requested, effect tokens done, hop cognito unconfirmed, hop provider unconfirmed, completed",
        OURS,
        lambda scene: audit(federated(scene)),
    ),
    Fact(
        "native-way",
        "Whom does a native user's sign-out by a script visit?",
        "logout/start > Cognito > logout/return > app",
        OURS,
        lambda scene: way(native(scene)),
    ),
    Fact(
        "native-receipt",
        "What does its receipt say before the first hop?",
        "tokens done, other_sessions not_attempted, app_cookies not_attempted, cognito not_attempted",
        OURS,
        lambda scene: receipt(native(scene)),
    ),
    Fact("native-tokens", "Which of its tokens are alive after it?", "none", OURS, lambda scene: tokens(native(scene))),
    Fact(
        "native-again",
        "What does a native user's sign-in after it ask for?",
        "a password",
        OURS,
        lambda scene: next_sign_in(native(scene)),
    ),
    Fact(
        "everywhere-other",
        "Is another browser's refresh token alive after a sign-out everywhere?",
        "dead",
        OURS,
        lambda scene: other_browser(everywhere(scene)),
    ),
)
