"""Tells a story on a driver, and fails where what is seen is not what the story says.

Everything that becomes visible has to be told: a post, an edit, a message or an answer that no line
mentions fails the story, as does a line that nothing answers. What is seen in one place is told in the
order in which it came.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from bot.tips import Library
from tests.scenarios.days import WEEKDAYS, ZONE, first_day, instant, next_day, read_day
from tests.scenarios.driver import Change, Coaching, Driver, Event, Field, FieldKind, View
from tests.scenarios.reading import listed, others, plainly, says, told
from tests.scenarios.steps import (
    AnswerWith,
    Coach,
    Doing,
    FillIn,
    HaveChannel,
    ItIs,
    Move,
    NotIn,
    Press,
    SayTo,
    SeenBy,
    SeenIn,
    SendForm,
    Silence,
    Step,
    ThankFrom,
    Told,
    Trouble,
    Write,
)


class WentOtherwise(AssertionError):
    """What is seen is not what the story says."""


@dataclass(slots=True)
class Teller:
    """One telling. `standing` are Kindling's posts by place; `before` is each person's last answer."""

    driver: Driver
    library: Library
    folder: Path
    is_open: bool = False
    pending: list[Event] = field(default_factory=list)
    standing: dict[str, list[View]] = field(default_factory=dict)
    before: dict[str, View] = field(default_factory=dict)
    answer: tuple[str, View] | None = None
    filled: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    written: dict[str, View] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    shown: View | None = None

    async def tell(self, story: Sequence[Told]) -> None:
        """Raises WentOtherwise, with the line and what was seen."""
        try:
            for one in story:
                try:
                    await self._step(one.step)
                except WentOtherwise as fault:
                    raise WentOtherwise(f"{one.where}: {one.line}\n{fault}") from None
            self._require_all_told()
        finally:
            if self.is_open:
                await self.driver.close()

    async def _step(self, step: Step) -> None:
        match step:
            case SeenIn():
                self._see_in(step)
            case SeenBy():
                self._see_by(step)
            case NotIn(text=text):
                if self.shown is None or says(self.shown, text):
                    raise WentOtherwise(f"it does say so:\n{told(self.shown)}")
            case Silence(who=who):
                self._require_silence(who)
            case _:
                self._require_all_told()
                await self._do(step)
                if self.is_open:
                    self._note(await self.driver.news())

    def _require_all_told(self) -> None:
        if self.answer is not None:
            who, view = self.answer
            raise WentOtherwise(f"before this {who} saw, and the story tells nothing of it:\n{told(view)}")
        if self.pending:
            raise WentOtherwise(f"before this, and the story tells nothing of it:\n{listed(self.pending)}")

    def _require_silence(self, who: str) -> None:
        heard = [one for one in self.pending if who in {"", one.place}]
        if heard or (self.answer is not None and who in {"", self.answer[0]}):
            raise WentOtherwise(f"it was not quiet:\n{listed(heard) or told(self.answer and self.answer[1])}")

    def _note(self, news: Sequence[Event]) -> None:
        """Keeps the posts that stand, so that their buttons can be pressed."""
        self.pending += news
        for event in news:
            posts = self.standing.setdefault(event.place, [])
            same = [n for n, post in enumerate(posts) if post.handle == event.view.handle]
            match event.change, same:
                case Change.POSTED, _:
                    posts.append(event.view)
                case Change.EDITED, [place, *_]:
                    posts[place] = event.view
                case Change.DELETED, [place, *_]:
                    del posts[place]

    def _see_in(self, step: SeenIn) -> None:
        under = None
        if step.under is not None and self.driver.has_threads:
            under = self.written[step.under].handle
        self._see(step.channel, step.how, step.text, under)

    def _see_by(self, step: SeenBy) -> None:
        self._known(step.person)
        if step.unasked:
            self._see(step.person, step.how, step.text)
            return
        if self.answer is None or self.answer[0] != step.person:
            raise WentOtherwise(f"{step.person} was answered nothing")
        self._require_saying(self.answer[1], step.text)
        self.answer = None

    def _see(self, place: str, how: str, text: str, under: object = None) -> None:
        event = next((one for one in self.pending if one.place == place), None)
        if event is None:
            raise WentOtherwise(f"nothing is to be seen there{others(self.pending)}")
        if event.change != how:
            raise WentOtherwise(f"it is not {how} but {event.change}:\n{told(event.view)}")
        if under is not None and event.under != under:
            raise WentOtherwise("it does not stand under that message")
        self._require_saying(event.view, text)
        self.pending.remove(event)

    def _require_saying(self, view: View, text: str) -> None:
        self.shown = view
        if not says(view, text):
            raise WentOtherwise(f"what is to be seen says something else:\n{told(view)}")

    async def _do(self, step: Doing) -> None:
        match step:
            case ItIs():
                await self._let_time_run(step)
            case HaveChannel(channel=channel, people=people):
                self.people |= set(people)
                await self.driver.make_channel(channel, people)
            case Coach(channel=channel, name=name, leaders=leaders, ways=ways):
                direct, weekly = "ideas to each person" in ways, "thanks once a week" in ways
                await self.driver.coach(Coaching(channel, name, leaders, direct, weekly))
            case Move(person=person, channel=channel, joins=joins):
                self.people.add(person)
                await (self.driver.join if joins else self.driver.leave)(person, channel)
            case Trouble(what=what):
                await self._trouble(what)
            case Write(person=person, channel=channel, text=text):
                self.written[self._known(person)] = await self.driver.write(person, text, channel)
            case FillIn():
                self._fill_in(step)
            case SayTo() | ThankFrom() | AnswerWith() | Press() | SendForm():
                await self._act(step)
            case _:
                assert_never(step)

    async def _act(self, step: SayTo | ThankFrom | AnswerWith | Press | SendForm) -> None:
        who = self._known(step.person)
        match step:
            case SayTo(channel=channel, words=words):
                view = await self.driver.say(who, words, channel)
            case ThankFrom(author=author):
                view = await self.driver.thank_from(who, self.written[author], author)
            case AnswerWith(how=how):
                view = await self._answer(who, how)
            case Press(label=label, where=where):
                view = await self.driver.press(who, self._view_with(who, label, where), label)
            case SendForm():
                form = self._form_of(who)
                view = await self.driver.send(who, form, self.filled.pop(who, {}))
            case _:
                assert_never(step)
        self.before[who], self.answer = view, (who, view)

    def _known(self, person: str) -> str:
        if person not in self.people:
            raise WentOtherwise(f"{person} is nobody whom the story has brought in")
        return person

    async def _trouble(self, what: str) -> None:
        calls = {
            "broken": self.driver.break_down,
            "mended": self.driver.mend,
            "off": self.driver.stop,
            "on": self.driver.start,
        }
        await calls[what]()

    async def _let_time_run(self, step: ItIs) -> None:
        if not self.is_open:
            on = first_day(step)
            if on is None:
                raise WentOtherwise("a story begins on a day with its date and year")
            await self.driver.open(self.folder, instant(on, step.at))
            self.is_open = True
        else:
            now = await self.driver.now()
            on = next_day(step, now.astimezone(ZONE))
            await self.driver.wait_until(instant(on, step.at))
        if WEEKDAYS[on.weekday()] != step.weekday:
            raise WentOtherwise(f"that is a {WEEKDAYS[on.weekday()]}")

    async def _answer(self, who: str, how: str) -> View:
        if how in "ABCD":
            return await self.driver.press(who, self._view_with(who, how, None), how)
        view = self._view_with(who, "A", None)
        right = self._right_letters(view)
        letters = right if how == "rightly" else [next(one for one in view.choices if one not in right)]
        for letter in letters[:-1]:
            view = await self.driver.press(who, view, letter)
        view = await self.driver.press(who, view, letters[-1])
        done = "That's my answer"
        return await self.driver.press(who, view, done) if done in view.buttons else view

    def _right_letters(self, view: View) -> list[str]:
        """By the curriculum: no screen and no button tells it."""
        for tip in (tip for series in self.library.series for tip in self.library.tips_of((series.id,))):
            for question in tip.questions:
                texts = {plainly(choice.text): choice for choice in question.choices}
                if set(texts) == {plainly(text) for text in view.choices.values()}:
                    right = {plainly(choice.text) for choice in question.right_choices}
                    return [letter for letter, text in view.choices.items() if plainly(text) in right]
        raise WentOtherwise(f"that is no question of ours:\n{told(view)}")

    def _view_with(self, who: str, label: str, where: str | None) -> View:
        """The answer before somebody, else the newest post that they can see, which has that button."""
        if where is None and (last := self.before.get(who)) is not None and label in last.buttons:
            return last
        places = [who] if where == "alone" else [where] if where is not None else [who, *self.standing]
        for place in places:
            if place != who and not place.startswith("#"):
                continue
            for view in reversed(self.standing.get(place, [])):
                if label in view.buttons:
                    return view
        seen = self.before.get(who)
        raise WentOtherwise(f"{who} sees no button {label!r}; what they saw last:\n{told(seen)}")

    def _form_of(self, who: str) -> View:
        form = self.before.get(who)
        if form is None or not form.is_form:
            raise WentOtherwise(f"{who} has no form before them, but:\n{told(form)}")
        return form

    def _fill_in(self, step: FillIn) -> None:
        form = self._form_of(self._known(step.person))
        found = next((one for one in form.fields if one.label == step.label), None)
        if found is None:
            raise WentOtherwise(f"the form has no field {step.label!r}:\n{told(form)}")
        self.filled.setdefault(step.person, {})[step.label] = self._value(found, step.value)

    def _value(self, into: Field, text: str) -> tuple[str, ...]:
        if text == "nothing":
            return ()
        match into.kind:
            case FieldKind.PEOPLE:
                return tuple(re.split(r", | and ", text))
            case FieldKind.CHOICE:
                chosen = (text,) if text in into.options else tuple(re.split(r", | and ", text))
                if wrong := [one for one in chosen if one not in into.options]:
                    raise WentOtherwise(f"there is no {wrong} among {list(into.options)}")
                return chosen
            case FieldKind.DAY:
                return (read_day(text).isoformat(),)
            case FieldKind.TEXT | FieldKind.TIME:
                return (text,)
            case _:
                assert_never(into.kind)
