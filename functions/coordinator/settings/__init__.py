"""The settings of one deployment: environment and stage file, every mistake named at start."""
