"""What a session knows: nothing here imports textual, and screens ask it."""
