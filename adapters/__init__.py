"""What connects the product to the outside: platforms, web, clock and command line."""
