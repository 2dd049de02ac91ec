"""Slack at the network, for tests: a process of its own that keeps workspaces, limits, and fails on demand.

slack = FakeSlack.start()                               # its own process, on loopback
slack.open_workspace("T1", people=[person("U1", "Ada")], channels=[channel("C1", "front-desk", ["U1"])])
slack.set_up("T1", Rules(faults={Fault.DROP_AFTER: 0.05}, channel=((1, 1.0),)))   # as on tests/fake_platform
slack.script("T1", "C1", [Fault.STALL])                 # what happens to the next posts in a channel
slack.script("T1", "users.list", [Fault.THROTTLE])      # or to the next calls of a method
AsyncWebClient(token=bot_token("T1"), base_url=slack.api)   # `xoxb-T1`; app-level tokens are `xapp-…`
slack.seen_by("T1", "U1")                               # messages, ephemerals, modals and home
slack.press("T1", "U1")                                 # a fresh trigger_id and response_url
slack.send_event(envelope)                              # over Socket Mode: what the app acknowledged
slack.record().posts, slack.calls()                     # what landed, and every call but the posts
slack.stop()

It speaks the methods that Kindling uses, with Slack's errors, paging, scopes, trigger ids of 3 seconds,
response urls that work five times, hashes of views, tokens that are revoked (`slack.revoke`) and rotated.
OAuth: the code `code-T1` installs to T1. It does not originate events by itself: a test does.
"""

from tests.fake_slack.process import FakeSlack, bot_token, channel, person

__all__ = ["FakeSlack", "bot_token", "channel", "person"]
