"""The product: what Kindling decides, knowing no network, no platform and no SQL."""
