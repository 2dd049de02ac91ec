"""Kudos: given, shown, changed, owed to whom, and gathered."""
