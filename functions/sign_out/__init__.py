"""SignOutFunction: for operators; one folder per deployed Lambda."""
