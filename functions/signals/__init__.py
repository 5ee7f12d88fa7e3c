"""SignalsFunction: what providers tell us of sign-outs; one folder per deployed Lambda."""
