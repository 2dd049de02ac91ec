"""The weeks that a new demo has behind it: what its people did, done again through the real core."""
