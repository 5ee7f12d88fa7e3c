"""The Lambda function behind `/logout`. What is imported stays: nobody looks through it for garbage meanwhile."""

import gc

# Python runs this before the handler and all that it imports; the handler turns the collector on again at its end.
gc.disable()
