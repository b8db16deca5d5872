"""The commands of `claimreader`: one module each, with `run(options) -> exit code`."""
