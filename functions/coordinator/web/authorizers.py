"""The dialect of API Gateway's Lambda authorizers: the event becomes a question, the verdict an answer.

REST APIs send TOKEN or REQUEST and take a policy; so do HTTP APIs with payload format 1.0. Format 2.0 takes a policy,
too, unless simple responses are on, which no event tells: here it is always given a simple response.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html and
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html (read November 2026)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coordinator.core.model import Claims

NOBODY = "unknown"
"""The principal of a refusal: a policy needs one."""
EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Question:
    """The value of the `Authorization` header, for which resources, and whether the answer is a simple one."""

    authorization: str | None = field(repr=False)
    resources: str
    simple: bool


def read(event: Mapping[str, Any]) -> Question:
    """Return what an event asks; one that is none of API Gateway's asks without a token."""
    simple = event.get("version") == "2.0"
    authorization = event.get("authorizationToken") if event.get("type") == "TOKEN" else _header(event)
    return Question(
        authorization=authorization if isinstance(authorization, str) else None,
        resources=_whole_stage(event.get("methodArn")),
        simple=simple,
    )


def admit(question: Question, claims: Claims) -> dict[str, Any]:
    """Return the answer that lets a call through, with what the integration may want to know of its caller."""
    context = {
        "sub": claims.subject,
        "client_id": claims.client_id,
        "scope": " ".join(sorted(claims.scopes)),
        **({"username": claims.username} if claims.username else {}),
    }
    return _answer(question, claims.subject, allowed=True, context=context)


def refuse(question: Question) -> dict[str, Any]:
    """Return the answer that lets nobody through; it does not say why."""
    return _answer(question, NOBODY, allowed=False, context={})


def _answer(question: Question, principal: str, *, allowed: bool, context: dict[str, str]) -> dict[str, Any]:
    if question.simple:
        return {"isAuthorized": allowed, "context": context}
    statement = {
        "Action": "execute-api:Invoke",
        # An event that does not say for which API is none of API Gateway's: everything is a lot to allow.
        "Effect": "Allow" if allowed and question.resources != EVERYTHING else "Deny",
        "Resource": question.resources,
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": principal, "policyDocument": policy, "context": context}


def _whole_stage(arn: object) -> str:
    """Return the resources of a whole stage. An API that keeps answers gives a token the same one for every method:
    a policy for the first method alone would refuse the next.

    `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`
    """
    api, _, rest = arn.partition("/") if isinstance(arn, str) else ("", "", "")
    stage = rest.partition("/")[0]
    return f"{api}/{stage}/*" if api and stage else EVERYTHING


def _header(event: Mapping[str, Any]) -> object:
    """Return the header of a REQUEST. REST APIs keep the caller's case, and tell of every value; two are none."""
    several = event.get("multiValueHeaders")
    if isinstance(several, Mapping) and several:
        lists = [listed for name, listed in several.items() if _is_authorization(name)]
        return lists[0][0] if len(lists) == 1 and isinstance(lists[0], list) and len(lists[0]) == 1 else None
    headers = event.get("headers")
    if not isinstance(headers, Mapping):
        return None
    found = [value for name, value in headers.items() if _is_authorization(name)]
    return found[0] if len(found) == 1 else None


def _is_authorization(name: object) -> bool:
    return isinstance(name, str) and name.lower() == "authorization"
