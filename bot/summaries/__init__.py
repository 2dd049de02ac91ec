"""What a team's figures are, what may be shown of them, and who is told."""
