"""A chat platform at the network, for tests: a process of its own that records, limits, and fails on demand.

platform = FakePlatform.start()                     # its own process, on loopback
platform.set_up("W1", Rules(askable=False, faults={Fault.DROP_AFTER: 0.05}))
platform.script("W1", "C1", [Fault.STALL])          # what happens to the next posts there
async with FakeMessenger(platform.address) as chat: # the Messenger port over it
platform.record().posts                             # what stands there
platform.stop()
"""
