"""The rows of the catalogue, by what kind of house the provider is."""
