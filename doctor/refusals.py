"""What a refusal of AWS's means for the doctor: not there, may not be looked at, or nothing can be asked at all."""

from botocore.exceptions import ClientError

from doctor.finding import CannotLook, CouldNotLook
from doctor.misleading import translated

NOT_THERE = {"ResourceNotFoundException", "ParameterNotFound", "ParameterVersionNotFound", "ValidationError"}
"""`ValidationError` is CloudFormation's for a stack that does not exist."""
MALFORMED = "InvalidParameterException"
BY_NAME = {"DescribeIdentityProvider", "DescribeUserPoolClient", "DescribeUserPoolDomain"}
"""Calls for one thing: of a name that Cognito calls malformed there can be none."""
DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
STRANGER = {
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "MissingAuthenticationToken",
}
UNKNOWN = {"InvalidAction", "UnknownOperationException", "NotImplemented", "UnsupportedOperation"}


def meaning(call: str, error: ClientError) -> CouldNotLook | None:
    """Return why `call` tells nothing, None when what it asks for is not there; raises CannotLook for strangers."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in NOT_THERE or (code == MALFORMED and call in BY_NAME):
        return None
    if code in STRANGER:
        raise CannotLook(f"AWS does not take these credentials ({code}): sign in anew, and try again.") from error
    if code in DENIED:
        return CouldNotLook(call, f"the credentials may not call {call}", denied=True)
    if code in UNKNOWN:
        return CouldNotLook(call, f"the AWS at this endpoint does not know {call}")
    message = str(error.response.get("Error", {}).get("Message", ""))
    return CouldNotLook(call, translated(f"{code}: {message}"))
