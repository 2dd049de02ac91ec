"""The crash proof: senders killed, starved, frozen and lied to, and every delivery accounted for."""
