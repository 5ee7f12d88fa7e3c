"""The errors of this command, each a sentence or a part of one that is safe to show."""


class CannotWork(Exception):
    """Raised when nothing can be verified at all; its text is one sentence, shown as it is."""


class CouldNotCheck(Exception):
    """Raised by a check that saw nothing that proves or refutes its fact; its text says why."""
