"""What the pages of an app show: who is signed in, how to sign in, and the ways to sign out."""
