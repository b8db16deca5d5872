"""A project's own scheme: `claimreader.toml`, read, checked and begun."""
