"""RetryFunction: does again what failed; one folder per deployed Lambda."""
