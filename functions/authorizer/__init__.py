"""AuthorizerFunction: refuses tokens whose session was signed out; one folder per deployed Lambda."""
