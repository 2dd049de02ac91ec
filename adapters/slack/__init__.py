"""Slack: the only folder that knows of it."""
