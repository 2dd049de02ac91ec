"""Rows into records and back. A record's columns are named once, in the order of its values."""
