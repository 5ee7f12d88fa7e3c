"""RememberFunction: keeps how people came in, and never stands in their way; one folder per deployed Lambda."""
