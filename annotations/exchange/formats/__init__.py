"""Each module here writes one format, or reads it; `annotations.exchange.registry` says what each has."""
