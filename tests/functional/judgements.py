"""The judgements that many tests share: the browser goes on, a person is asked, a request is refused."""

from tests.functional.answers import Answer
from tests.functional.audit_log import Output, ours
from tests.functional.browser import Browser
from tests.functional.cognito import Cognito
from tests.functional.pages import Form


def goes_on(answer: Answer, cognito: Cognito) -> bool:
    """Whether the browser is on its way: the first hop leads to Cognito."""
    return answer.status == 303 and answer.hop[0] == f"{cognito.base}/logout"


def question(answer: Answer) -> Form:
    """The form that asks the person first; fails when the answer is no confirmation page."""
    assert answer.status == 200 and answer.is_page, answer
    assert answer.location is None
    (form,) = [form for form in answer.forms if "confirm" in form.fields]
    assert form.method == "post"
    return form


def nothing_ended(browser: Browser, cognito: Cognito, before: dict[str, str]) -> bool:
    """Whether nothing was revoked, and every cookie of the app is as it was."""
    return not cognito.effects and before.items() <= browser.cookies.items()


def is_refused(answer: Answer, code: str, status: int) -> bool:
    """Whether the answer is the named refusal, without a redirect and without a cookie; JSON by `Accept`."""
    assert (answer.status, answer.location, answer.set_cookies) == (status, None, []), answer
    if answer.is_page:
        return code in answer.body
    assert set(answer.json) == {"error", "error_description", "logout_id"}, answer
    assert all(isinstance(value, str) and value for value in answer.json.values())
    return bool(answer.json["error"] == code)


def refusal_is_audited(output: Output) -> bool:
    """Whether one event says `refused`, and none tells of an effect, a hop or an end."""
    assert not output.steps("effect", "hop", "completed")
    (refused,) = output.steps("refused")
    return bool(refused["status_id"] == 2 and refused["activity_id"] == 99 and ours(refused)["logout_id"])
