"""What somebody does about themselves: home, stopping, coming back."""
