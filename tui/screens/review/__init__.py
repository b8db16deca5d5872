"""Two lists of things to decide: disagreements, and annotations whose articles have changed."""
