"""The command `make sign-out`: what it does with a list of users."""
