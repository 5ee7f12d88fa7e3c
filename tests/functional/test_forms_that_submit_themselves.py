"""A hop whose URL would be too long is a page with a form that submits itself, under a policy that lets it."""

import base64
import hashlib
import re

from tests.functional.browser import BASE, Browser
from tests.functional.cognito import Cognito
from tests.functional.tokens import Person


def test_a_long_hint_is_posted_in_a_form_that_the_policy_allows(
    browser: Browser, cognito: Cognito, mary: Person
) -> None:
    hint = mary.id_token(signed_by="corp", padding="long but easily packed " * 300)
    browser.submit("/logout", {"id_token_hint": mary.id_token(**{"custom:corp_id_token": hint})})

    answer = browser.come_back(f"{BASE}/logout/return")

    if answer.status == 303:
        assert len(answer.location or "") < 8000
        return
    (form,) = answer.forms
    assert (form.method, form.action) == ("post", f"{cognito.issuer}/end-session")
    assert form.fields["id_token_hint"] == hint
    policy = answer.header("Content-Security-Policy") or ""
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert "form-action" not in directives or cognito.base in directives["form-action"]
    (script,) = re.findall(r"<script[^>]*>(.*?)</script>", answer.body, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in directives["script-src"]
    assert answer.header("Cache-Control") == "no-store"
