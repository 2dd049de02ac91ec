"""What one request from a platform costs the server, against a bare handler that only checks who sent it."""
