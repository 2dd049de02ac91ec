"""Microsoft Teams. What is of the Bot Framework stays in this folder."""
