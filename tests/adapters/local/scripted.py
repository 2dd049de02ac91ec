"""A core that answers from a script, in the place where wiring puts the real one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.local.clock import DemoClock
from adapters.local.listeners import Moved
from adapters.local.steps import Steps
from bot.actions import Action, AnswerQuiz, ChooseSeries, SayWords, ShowHelp
from bot.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    Choices,
    DayField,
    Fold,
    Form,
    Lettered,
    Mention,
    Note,
    Option,
    PeopleField,
    Reply,
    Say,
    Text,
    TextField,
    TimeField,
    Title,
    Typed,
    Value,
)
from bot.coach import Actor
from bot.errors import ActionBroken, Refusal
from bot.summaries.sight import Sight

QUESTION = Card(
    "Question of the week: what would you do first? One minute, private.",
    (
        Title(("What would you do first?",)),
        Note(("Question of the week · Look up, or look out",)),
        Text(("Aroha comes to the desk while you type. She has waited for four minutes.",)),
        Choices(
            (
                Lettered("A", "Finish the line you are typing, then give her your whole attention."),
                Lettered("B", "Look at her, say you saw her come, and that you need one more minute."),
                Lettered("C", "Ask her name and type on, so that she can tell you about it meanwhile."),
            )
        ),
        Buttons(
            tuple(
                Button(letter, AnswerQuiz(1, (letter.lower(),)), tells=f"Answer {letter}") for letter in "ABC"
            )
        ),
        Note(("Only you see your answer. Open until Sunday evening.",)),
    ),
)
TIP = Card(
    "Look up, or look out. This week's idea for the front desk, one minute.",
    (
        Title(("Look up, or look out",)),
        Note(("Idea of the week · Look Up, 1 of 3",)),
        Text(("A guest sees the top of a head, and waits for a face.",)),
        Fold("Words to try", (("“I saw you come in. One minute, and I am yours.”",), ("Ours.",))),
        Buttons((Button("Give kudos", ShowHelp()),)),
        Note(("Settings or stop: ", Say("settings"))),
    ),
)
SERIES_FORM = Form(
    "What comes next",
    ChooseSeries(1, 1),
    "Choose it",
    (
        TextField("programme", "Which programme?", hint="Its short name."),
        PeopleField("who", "Who helps?", required=False, offered=(Mention("li", "Li"),)),
        ChoiceField("often", "How often?", (Option("w", "Weekly"), Option("m", "Monthly")), required=False),
        TimeField("at", "At what time?", required=False),
        DayField("on", "From which day?", required=False, hint="A working day."),
    ),
    values={"who": ("li",)},
    more=3,
)


@dataclass
class ScriptedCore:
    clock: DemoClock
    acts: list[tuple[Actor, str, Action]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    due: tuple[datetime, str] | None = None
    moves: list[datetime | None] = field(default_factory=list)
    fault: Exception | None = None

    async def act(self, actor: Actor, identity: str, action: Action) -> Reply:
        if self.fault:
            raise self.fault
        self.acts.append((actor, identity, action))
        return reply_to(actor, action)

    async def refuse(self, actor: Actor, refusal: Refusal) -> Reply:
        self.refused.append(refusal)
        wrong = "broken" if isinstance(refusal, ActionBroken) else "old"
        return Card(f"That button is {wrong}, {actor.name}.", (Text((f"That button is {wrong}.",)),))

    async def advance(self, to: datetime | None) -> Moved:
        self.moves.append(to)
        target = to or (self.due[0] if self.due else self.clock.now() + timedelta(days=1))
        self.clock.move_to(target)
        what, self.due = (self.due[1] if self.due else None), None
        return Moved(self.clock.now(), what)

    async def next_due(self) -> tuple[datetime, str] | None:
        return self.due

    async def who_sees(self, person_id: str) -> tuple[Sight, ...]:
        return (Sight("You", (f"Your answer, {person_id}: B.",)), Sight("Priya", ("Nothing yet.", "4 of 5.")))

    async def steps_taken(self, person_id: str, since: datetime) -> Steps:
        return Steps(answered=bool(self.acts), moved_on=bool(self.moves))


def reply_to(actor: Actor, action: Action) -> Reply:
    match action:
        case AnswerQuiz(choices=("b",)):
            return feedback("Yes, that's it.")
        case AnswerQuiz():
            return feedback("Not quite.")
        case ChooseSeries(programme=""):
            return SERIES_FORM
        case ChooseSeries(programme=programme):
            errors = {"programme": f"There is no programme {programme[:20]}."}
            values: dict[str, Value] = {"programme": programme, "who": ("li",)}
            form = SERIES_FORM
            return Form(
                form.title, form.submit, form.submit_label, form.fields, values, errors, more=form.more
            )
        case SayWords(text="form"):
            return SERIES_FORM
        case SayWords(text=text):
            line = ("You said ", Typed(text), ", ", Mention(actor.platform_id, actor.name), ".")
            return Card(
                "You said something.", (Text(line), Buttons((Button("Answer B", AnswerQuiz(1, ("b",))),)))
            )
        case _:
            return Card("Here is help.", (Title(("Kindling, for you",)), Text(("Say something.",))))


def feedback(verdict: str) -> Card:
    reason = "Her waiting stops when she knows that she was seen."
    buttons = Buttons((Button("Another question", ShowHelp()),))
    return Card(verdict, (Title((verdict,)), Text((reason,)), buttons, Note(("Only you see this.",))))
