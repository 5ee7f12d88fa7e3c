"""`make sign-out`: end one user everywhere, or all of a list, through the deployed `POST /sign-out`."""
