"""A whole AWS, a user pool's domain and an OpenID provider on this machine, and the run that shows a logout."""
