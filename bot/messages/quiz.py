"""The question of the week: its card, the private feedback, and the card once it is closed."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from bot.actions import AnotherQuestion, AnswerPractice, AnswerQuiz, Done, PickChoices, ShowQuiz, TellTried
from bot.cards import (
    Button,
    Buttons,
    Card,
    Choices,
    Heading,
    Inline,
    Lettered,
    Line,
    Link,
    Note,
    Part,
    Text,
    Title,
)
from bot.messages import Translator, fill, say
from bot.messages.times import open_until, weekday_name
from bot.models import Quiz
from bot.summaries.guard import Share, Shown
from bot.tips import Choice, Question, Tip

LETTERS = "ABCD"
MOST_KEPT = 256


def lettered(question: Question, order: tuple[str, ...]) -> tuple[tuple[str, Choice], ...]:
    """The choices as shown, each with its letter."""
    return tuple((LETTERS[n], question.choice(choice_id)) for n, choice_id in enumerate(order))


def _choices(shown: tuple[tuple[str, Choice], ...]) -> Choices:
    return Choices(tuple(Lettered(letter, choice.text) for letter, choice in shown))


def _tells(t: Translator, letter: str, choice: Choice) -> str:
    return say(t.gettext("Answer {letter}: {choice}"), letter=letter, choice=choice.text)


def _letter_buttons(t: Translator, quiz: Quiz, question: Question) -> Buttons:
    shown = lettered(question, quiz.order)
    if question.several:
        press = [(letter, choice, PickChoices(quiz.id, (choice.id,))) for letter, choice in shown]
        return Buttons(
            tuple(Button(letter, action, _tells(t, letter, choice)) for letter, choice, action in press)
        )
    return Buttons(
        tuple(
            Button(letter, AnswerQuiz(quiz.id, (choice.id,)), _tells(t, letter, choice))
            for letter, choice in shown
        )
    )


def quiz_title(t: Translator, question: Question) -> str:
    if question.kind == "scenario":
        return t.gettext("What would you do first?")
    return t.gettext("What do you think?")


def quiz_card(
    t: Translator, quiz: Quiz, tip: Tip, closes_at: datetime, zone: str, tip_address: str = ""
) -> Card:
    """The week's question, as posted. `tip_address` is where its tip can be opened, if that is known."""
    question = tip.question(quiz.question_id)
    parts: list[Part] = [
        Title((quiz_title(t, question),)),
        Note(fill(t.gettext("Question of the week · {title}"), title=_tip_title(tip, tip_address))),
        Text((question.text,)),
    ]
    if question.several:
        parts.append(Text((t.gettext("Choose all that fit."),)))
    parts += [_choices(lettered(question, quiz.order)), _letter_buttons(t, quiz, question)]
    until = open_until(t, closes_at, zone)
    parts.append(Note(fill(t.gettext("Only you see your answer. Open until {when}."), when=until)))
    push = t.gettext("Question of the week: what would you do first? One minute, private.")
    return Card(push, tuple(parts))


def _tip_title(tip: Tip, address: str) -> Inline:
    return Link(tip.title, address) if address else tip.title


def private_quiz_card(t: Translator, quiz: Quiz, tip: Tip) -> Card:
    """The week's question for one person, after it was closed or from elsewhere."""
    question = tip.question(quiz.question_id)
    several = (Text((t.gettext("Choose all that fit."),)),) if question.several else ()
    parts = (
        Title((quiz_title(t, question),)),
        Text((question.text,)),
        *several,
        _choices(lettered(question, quiz.order)),
        _letter_buttons(t, quiz, question),
        Note((t.gettext("Only you see your answer."),)),
    )
    return Card(question.text, parts)


def pick_card(t: Translator, quiz: Quiz, tip: Tip, picked: tuple[str, ...]) -> Card:
    """Several right: letters switch on and off before the answer is given."""
    question = tip.question(quiz.question_id)
    buttons = []
    for letter, choice in lettered(question, quiz.order):
        on = choice.id in picked
        then = tuple(sorted(set(picked) ^ {choice.id}))
        tells = t.gettext("{letter} is chosen: {choice}") if on else t.gettext("Choose {letter}: {choice}")
        label = say(tells, letter=letter, choice=choice.text)
        buttons.append(Button(letter, PickChoices(quiz.id, then), label, pressed=on))
    chosen = [letter for letter, choice in lettered(question, quiz.order) if choice.id in picked]
    so_far = say(t.gettext("Chosen so far: {letters}"), letters=", ".join(chosen)) if chosen else ""
    answer = Button(t.gettext("That's my answer"), AnswerQuiz(quiz.id, tuple(sorted(picked))))
    parts: list[Part] = [Text((question.text,)), Text((t.gettext("Choose all that fit."),))]
    parts += [_choices(lettered(question, quiz.order)), Buttons(tuple(buttons))]
    parts += [Text((so_far,)), Buttons((answer,))] if chosen else []
    return Card(
        so_far or t.gettext("Choose all that fit."), (*parts, Note((t.gettext("Only you see this."),)))
    )


def _verdict(t: Translator, question: Question, chosen: tuple[str, ...]) -> str:
    right = {choice.id for choice in question.right_choices}
    if set(chosen) == right:
        return t.gettext("Yes, that's it.")
    return t.gettext("Nearly.") if set(chosen) & right else t.gettext("Not quite.")


def _explained(template: str, letter: str, choice: Choice) -> tuple[Part, Part]:
    return Text(fill(template, letter=letter, choice=choice.text)), Text((choice.reason,))


def _reasons(
    t: Translator, question: Question, order: tuple[str, ...], chosen: tuple[str, ...]
) -> list[Part]:
    parts: list[Part] = []
    for letter, choice in lettered(question, order):
        if choice.id in chosen:
            parts += _explained(t.gettext("You chose {letter}: {choice}"), letter, choice)
    for letter, choice in lettered(question, order):
        if choice.right and choice.id not in chosen:
            parts += _explained(t.gettext("Better here: {letter}. {choice}"), letter, choice)
    return parts


def _another(t: Translator, quiz: Quiz, question: Question, *, more: bool) -> Buttons:
    done = Button(t.gettext("Done"), Done())
    if not more:
        return Buttons((done,))
    return Buttons((Button(t.gettext("Another question"), AnotherQuestion(quiz.id, question.id)), done))


@lru_cache(maxsize=MOST_KEPT)
def feedback_card(
    t: Translator,
    quiz: Quiz,
    tip: Tip,
    chosen: tuple[str, ...],
    *,
    said: Line = (),
    asks_tried: bool = False,
    tried: bool | None = None,
) -> Card:
    """What only the one who answered sees.

    `said` stands above where the answer is an older one, or came after closing. Who chose the same is told
    the same: when a whole company answers, it is one card.
    """
    question = tip.question(quiz.question_id)
    verdict = _verdict(t, question, chosen)
    parts: list[Part] = [Title((verdict,))]
    parts += [Note(said)] if said else []
    parts += _reasons(t, question, quiz.order, chosen)
    parts += _tried_parts(t, quiz, tip, asks=asks_tried, tried=tried)
    parts.append(_another(t, quiz, question, more=len(tip.questions) > 1))
    parts.append(Note((t.gettext("Only you see this."),)))
    return Card(verdict, tuple(parts))


def _tried_parts(t: Translator, quiz: Quiz, tip: Tip, *, asks: bool, tried: bool | None) -> list[Part]:
    if not asks:
        return []
    if tried is not None:
        thanks = t.gettext("You tried it. Good to know.") if tried else t.gettext("Not yet: there's time.")
        return [Text((thanks,))]
    ask = fill(t.gettext("Did you get to try “{title}” this week?"), title=tip.title)
    yes = Button(t.gettext("Yes"), TellTried(quiz.id, True), t.gettext("Yes, I tried it"))
    no = Button(t.gettext("Not yet"), TellTried(quiz.id, False), t.gettext("No, I have not tried it yet"))
    return [Text(ask), Buttons((yes, no))]


def answered_before(t: Translator, answered_on_weekday: int) -> Line:
    return fill(t.gettext("You answered on {day}."), day=weekday_name(t, answered_on_weekday))


def answered_after_closing(t: Translator) -> Line:
    return (t.gettext("This one is closed for the team's figures; your answer is practice."),)


def practice_card(t: Translator, quiz: Quiz, question: Question, order: tuple[str, ...], nonce: str) -> Card:
    """Another question on the same tip, for this person alone."""
    shown = lettered(question, order)
    buttons = tuple(
        Button(letter, AnswerPractice(quiz.id, question.id, (choice.id,), nonce), _tells(t, letter, choice))
        for letter, choice in shown
    )
    parts = (
        Heading(t.gettext("One more, just for you")),
        Text((question.text,)),
        _choices(shown),
        Buttons(buttons),
        Note((t.gettext("Only you see this. It counts in no figure."),)),
    )
    return Card(question.text, parts)


def practice_feedback_card(
    t: Translator, quiz: Quiz, question: Question, order: tuple[str, ...], chosen: tuple[str, ...]
) -> Card:
    verdict = _verdict(t, question, chosen)
    parts = [Title((verdict,)), *_reasons(t, question, order, chosen), _another(t, quiz, question, more=True)]
    return Card(verdict, (*parts, Note((t.gettext("Only you see this. It counts in no figure."),))))


def no_more_questions_card(t: Translator) -> Card:
    sentence = t.gettext("That was every question on this idea. The next one comes next week.")
    return Card(sentence, (Text((sentence,)),))


def closed_card(t: Translator, quiz: Quiz, tip: Tip, share: Shown | None, tip_address: str = "") -> Card:
    """The question once it is closed, edited in place, so nobody is notified.

    `share` is None where it may not be shown.
    """
    question = tip.question(quiz.question_id)
    parts: list[Part] = [
        Title((quiz_title(t, question),)),
        Note(fill(t.gettext("Question of the week · {title} · closed"), title=_tip_title(tip, tip_address))),
        Text((question.text,)),
    ]
    for letter, choice in lettered(question, quiz.order):
        if choice.right:
            parts += _explained(t.gettext("Right: {letter}. {choice}"), letter, choice)
    if share is not None:
        parts.append(Text((first_time_sentence(t, share),)))
    parts.append(Buttons((Button(t.gettext("Try it"), ShowQuiz(quiz.id)),)))
    return Card(say(t.gettext("Last week's question: {question}"), question=question.text), tuple(parts))


def first_time_sentence(t: Translator, share: Shown) -> str:
    """How many who answered were right first, in a word or in tens of per cent."""
    if share.percent is not None:
        return say(
            t.gettext("About {percent} % of those who answered had it first time."), percent=share.percent
        )
    sentences = {
        Share.NEARLY_ALL: t.gettext("Nearly all who answered had it first time."),
        Share.MOST: t.gettext("Most who answered had it first time."),
        Share.HALF: t.gettext("About half of those who answered had it first time."),
        Share.FEWER: t.gettext("Fewer than half of those who answered had it first time."),
        Share.FEW: t.gettext("Few who answered had it first time. A good one to talk about."),
    }
    return sentences[share.word]
