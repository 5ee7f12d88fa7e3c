"""The metrics that exist: AWS's own as their pages list them, and ours as the audit trail writes them."""

import io
import json
import re
from contextlib import redirect_stdout

from coordinator.adapters.audit import CALLERS_FAULT, Audit
from coordinator.core.model import Leg, LegReport, Outcome, Trail

from tests.architecture.sources import SOURCES
from tests.architecture.template import RESOURCES

NOTICE = re.compile(r'(?:notice|counting\.warn)\("(\w+)"')


def written() -> dict[str, tuple[set[str], set[str]]]:
    """The dimensions and names by namespace in the embedded metric format, for all that the functions may count."""
    audit = Audit("0", lambda: 0)
    out = io.StringIO()
    with redirect_stdout(out):
        for leg in Leg:
            for outcome in Outcome:
                audit.count(LegReport(leg, outcome))
            audit.count(LegReport(leg, Outcome.FAILED, reason=min(CALLERS_FAULT)))
        for step in ("requested", "refused", "completed"):
            audit.step(Trail("of-nobody"), step)
        audit.error("of-nobody", ValueError())
        for name in {name for source in SOURCES for name in NOTICE.findall(source.text)}:
            audit.notice(name)
        audit.flush()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    told = [one for line in lines if "_aws" in line for one in line["_aws"]["CloudWatchMetrics"]]
    return {one["Namespace"]: (set(one["Dimensions"][0]), {each["Name"] for each in one["Metrics"]}) for one in told}


EXISTING: dict[str, tuple[set[str], set[str]]] = {
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
    "AWS/ApiGateway": ({"ApiName", "Stage"}, {"Count", "4XXError", "5XXError", "Latency"}),
    # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    "AWS/Lambda": ({"FunctionName"}, {"Errors", "Throttles", "Duration"}),
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    "AWS/SQS": (
        {"QueueName"},
        {
            "ApproximateAgeOfOldestMessage",
            "ApproximateNumberOfMessagesDelayed",
            "ApproximateNumberOfMessagesVisible",
        },
    ),
    **written(),
}


def belongs_to_this_stack(dimension: str, value: object) -> bool:
    """Whether a dimension's value, as the template gives it, names something of this stack."""
    api = RESOURCES["LogoutApi"]["Properties"]
    if dimension == "FunctionName":
        return isinstance(value, dict) and RESOURCES[value["Ref"]]["Type"] == "AWS::Serverless::Function"
    if dimension == "QueueName":
        queue, attribute = value["Fn::GetAtt"] if isinstance(value, dict) else ("", "")
        return RESOURCES[queue]["Type"] == "AWS::SQS::Queue" and attribute == "QueueName"
    return bool(value == {"ApiName": api["Name"], "Stage": api["StageName"], "service": "logout"}[dimension])
