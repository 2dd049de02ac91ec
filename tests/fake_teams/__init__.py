"""A fake of Microsoft's side of Teams, at the network: the connector's REST API and where tokens are had.

Its own address is `TEAMS_API_URL`; `service_url(tenant)` is what that tenant's activities carry. Faults,
limits and the record are the fake platform's. Teams takes no key with a message, so a post's `key` is read
from the last word of its summary, where tests put it.
"""
