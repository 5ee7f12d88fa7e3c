"""Running the function in a container, as `sam local` does it."""
