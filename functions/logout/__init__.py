"""LogoutFunction: ends what a person is signed in to; one folder per deployed Lambda."""
