"""How annotations leave and come in: one module per format. The native one, JSON lines, is in `jsonl`."""
