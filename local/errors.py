"""The one error of the local system: a sentence that tells a person what to do."""


class LocalError(Exception):
    """Raised when the local system cannot start or go on; its text is shown as it is, without a traceback."""
