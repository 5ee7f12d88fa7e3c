"""LogoutFunction."""
