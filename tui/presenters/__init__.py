"""From records and texts to what is said on a screen: pure functions, which draw nothing."""
