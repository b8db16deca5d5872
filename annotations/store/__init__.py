"""Where annotations are kept: the interface (`base`) and the durable TinyDB store behind it."""
