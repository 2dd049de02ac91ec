"""What the demo's people thank each other for, and what they write to each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """`behaviour` is an id of behaviours.toml; `people` how many it takes."""

    behaviour: str
    text: str
    people: int = 1


REASONS = (
    Reason("looked-up", "Put the pen down when the man with the old dog came in, and only listened."),
    Reason(
        "looked-up",
        "Knelt to ask the little girl about her lost rabbit. Her parents calmed down too.",
    ),
    Reason("looked-up", "Four people in line, and each of them got a look and a nod within a minute."),
    Reason(
        "got-curious",
        "Asked why 118 kept changing rooms, before anybody sighed. It was the lift.",
    ),
    Reason(
        "got-curious",
        "Wondered what was behind the short answers. It was a funeral. We were gentler.",
    ),
    Reason("got-curious", "Asked me what I had seen before telling me what I should have done."),
    Reason(
        "validated",
        "Told the couple from 305 that a spoilt anniversary is worth being upset about.",
    ),
    Reason("validated", 'Said out loud that the wait was too long, without a single "but" behind it.'),
    Reason("validated", "Heard that I was tired and not lazy, and said so in front of the others."),
    Reason("listened", "Let Mrs Okafor tell the whole story of the taxi. At the end she solved it herself."),
    Reason("listened", "Waited out a long silence on the phone. Then the guest asked for what she needed."),
    Reason("listened", "Let me finish about the rota, though the answer was ready after my first word."),
    Reason("chose-words", "Found a way to say no to a late check-out that made the guest thank us."),
    Reason("chose-words", 'Turned "you have to fill this in" into "this saves you the queue tomorrow".'),
    Reason("chose-words", "Rewrote the notice about the broken heating so that it sounded like us."),
    Reason("owned-it", "Rang the guest about the double booking before she found out. Said it was ours."),
    Reason(
        "owned-it",
        'Said "I gave you the wrong gate" to the whole coach group. They laughed, and waited.',
    ),
    Reason(
        "owned-it",
        "Told me of the missed wake-up call at once, so that we could still make the train.",
    ),
    Reason(
        "followed-up",
        "Went up at eight to ask whether the second pillow was better. Nobody had asked.",
    ),
    Reason("followed-up", "Rang the airport once more. The suitcase had been standing there for a day."),
    Reason("followed-up", "Remembered that I had my exam, and asked how it went."),
    Reason("went-further", "Drew the walk to the pharmacy by hand, with the bench where one can rest."),
    Reason("went-further", "Kept the kitchen open for a family whose train had stood in a field for hours."),
    Reason("went-further", "Ironed a shirt at six in the morning for a man with an interview."),
    Reason("stood-by", "Came over and stood next to me while the guest was shouting. That was enough."),
    Reason("stood-by", "Took my phone for an hour after the bad call, and asked nothing."),
    Reason("stood-by", "Swapped the late shift so that I could be at my son's school play."),
    Reason("took-action", "Found the wheelchair in two minutes, and had it at the door before the taxi.", 2),
    Reason("took-action", "Moved nine bookings in one evening, and not one guest had to ring us.", 2),
    Reason("took-action", "Stayed with the family whose room was not ready, and rang until it was.", 2),
    Reason("went-further", "Wrapped eleven breakfasts for the walkers who left before the kitchen opens.", 2),
    Reason("followed-up", "Went back to 212 after the shift to say how it had ended.", 2),
)

LATELY = (
    Reason(
        "took-action",
        "Found the spare cot in the laundry at ten at night. Nobody had to ask twice.",
    ),
    Reason(
        "validated",
        "Told the man without a booking that it was a rotten evening for it. He sat down.",
    ),
    Reason(
        "stood-by",
        "Stayed beside our new colleague all Saturday and let her do the talking.",
    ),
)
"""Of the days before the demo opens: two for all to see, the last for one person only."""

MESSAGES = (
    "The family from 214 is in their room now. Housekeeping was quick in the end.",
    "Coach group at four, thirty-one people, two in wheelchairs. The ramp is out.",
    "Does anybody know who left the blue umbrella? It has been here since Monday.",
    "I tried the thing with looking up first. The man in the suit smiled. Who knew.",
    "Lift two is resting again until noon. Stairs are on the left, and I carry bags.",
    "Mr Haddad is back today. He takes his tea before his key.",
    'Somebody wrote "the kindest desk in town" in the guest book. Page forty.',
    "Fire drill tomorrow at eleven. I tell the guests tonight, so nobody jumps.",
    "The night was quiet. One lost tooth, found.",
    "Printer works again. I did nothing but ask it nicely.",
    "Who can take the bakery call on Friday? I am at the dentist.",
    "Good talk at handover just now. I will think about that question for a while.",
)
