"""Keeps annotations: the interface is `base`, and behind it stands the durable store of `tinydb_store`."""
