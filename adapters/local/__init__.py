"""The local chat: a window on the core in a browser, through the ports that Slack and Teams have too."""
