"""Reads, checks and begins a project's own scheme, `claimreader.toml`."""
