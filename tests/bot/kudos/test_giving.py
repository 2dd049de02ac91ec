"""Giving kudos: form and typed words, everything that can be wrong with them, repeats and the day's guard."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import teams
from bot.actions import GiveKudos, OpenKudos, SayWords
from bot.cards import ChoiceField, Form, Mention, PeopleField, TextField, plain_line
from bot.coach import Actor
from bot.codec import fill, pack, unpack
from bot.models import GiftPlace
from bot.ports import Person
from tests.bot.kudos.thanking import REASON, change, count_gifts, errors, give, latest, member, owed
from tests.world import World, text_of

ELEVEN = tuple(f"guest-{number}" for number in range(11))
GUARD = "That's many today, which is generous. The rest keep until tomorrow."


async def add_people(world: World, *names: str, **about: bool) -> None:
    people = [Person(name, name.capitalize(), "Europe/Lisbon", **about) for name in names]
    now = world.clock.now()
    await world.decide(lambda tx: [teams.know_person(tx, "local", person, now) for person in people])


async def test_a_gift_stands_in_the_teams_channel(desk: World) -> None:
    reply = await give(desk, "marta", "jonas", "li", behaviour="looked-up")
    assert text_of(reply).startswith("Sent to #front-desk, for Jonas and Li.")
    (post,) = desk.chat.posts
    assert desk.said() == [
        f"Marta thanks Jonas and Li\n\n“{REASON}”\n\nSaw: gave full attention\n\n[Second this] [Give kudos]"
    ]
    assert post.card.push == f"Marta thanks Jonas and Li: {REASON}"
    gift = await latest(desk)
    assert (gift.place, gift.behaviour, gift.reason) == (GiftPlace.CHANNEL, "looked-up", REASON)


async def test_receivers_are_mentioned_and_the_giver_is_not(desk: World) -> None:
    await give(desk, "marta", "jonas")
    headline = desk.chat.posts[0].card.parts[0]
    assert [part for part in headline.line if isinstance(part, Mention)] == [Mention("jonas", "Jonas")]  # type: ignore[union-attr]


async def test_the_form_asks_four_things(desk: World) -> None:
    form = await desk.act("marta", OpenKudos())
    assert isinstance(form, Form)
    people, reason, behaviour, where = form.fields
    assert isinstance(people, PeopleField)
    assert people.most == 10
    assert isinstance(reason, TextField)
    assert reason.longest == 500
    assert isinstance(behaviour, ChoiceField)
    assert len(behaviour.options) == 10
    assert not behaviour.required
    assert isinstance(where, ChoiceField)
    assert form.values["where"] == "team"
    assert form.errors == {}


async def test_a_form_is_filled_in_and_sent(desk: World) -> None:
    form = await desk.act("marta", OpenKudos(("jonas",)))
    assert isinstance(form, Form)
    assert form.values["people"] == ("jonas",)
    values = {"people": ["jonas"], "reason": REASON, "behaviour": "", "where": "only"}
    reply = await desk.act("marta", fill(unpack(pack(form.submit)), values))
    assert text_of(reply).startswith("Sent to Jonas only.")


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("kudos", ()),
        ("kudos @jonas", ("jonas",)),
        ("kudos @jonas @li", ("jonas", "li")),
        ("kudos Jonas and @li", ("li", "jonas")),
        ("kudos to @jonas for", ("jonas",)),
        ("thank you", ()),
    ],
)
async def test_without_a_reason_the_form_opens_with_no_error(
    desk: World, words: str, people: tuple[str, ...]
) -> None:
    form = await desk.say("marta", words)
    assert errors(form) == {}
    assert isinstance(form, Form)
    assert form.values["people"] == people
    assert await count_gifts(desk) == 0


async def test_without_people_the_form_opens_with_the_reason(desk: World) -> None:
    form = await desk.say("marta", "kudos for staying late")
    assert isinstance(form, Form)
    assert (form.values["people"], form.values["reason"], form.errors) == ((), "staying late", {})


@pytest.mark.parametrize(
    ("words", "receivers"),
    [
        ("kudos @jonas for staying late", "Jonas"),
        ("kudos to @jonas and @li for staying late", "Jonas and Li"),
        ("thanks @jonas: staying late", "Jonas"),
        ("Kudos jonas, TUNDE for staying late", "Jonas and Tunde"),
    ],
)
async def test_typed_thanks_with_a_reason_go_at_once(desk: World, words: str, receivers: str) -> None:
    reply = await desk.say("marta", words)
    assert text_of(reply).startswith(f"Sent to #front-desk, for {receivers}.")
    assert "“staying late”" in desk.said()[0]


async def test_people_in_a_reason_are_named(desk: World) -> None:
    mentions = (("<@U1>", "jonas"), ("<@U2>", "li"))
    await desk.act("marta", SayWords("kudos <@U1> for helping <@U2> out", mentions))
    assert "“helping Li out”" in desk.said()[0]
    assert "Marta thanks Jonas\n" in desk.said()[0]


async def test_a_first_name_or_an_id_is_enough_where_one_has_it(desk: World) -> None:
    await change(desk, "jonas", name="Jonas Berg")
    await change(desk, "li", name="Li Wei")
    await desk.say("marta", "kudos jonas and Li Wei for staying late")
    assert "Marta thanks Jonas Berg and Li Wei" in desk.said()[0]


async def test_a_name_that_two_have_is_asked_for(desk: World) -> None:
    await change(desk, "jonas", name="Jonas Berg")
    await change(desk, "li", name="Jonas Dahl")
    form = await desk.say("marta", "kudos Jonas and @ana for staying late")
    # Jonas Berg's id is jonas too, so two fit.
    assert errors(form) == {"people": "I can't tell who is meant by “Jonas”. Choose them here."}
    assert isinstance(form, Form)
    assert (form.values["people"], form.values["reason"]) == (("ana",), "staying late")


async def test_a_name_that_nobody_has_is_the_only_thing_said(desk: World) -> None:
    form = await desk.say("marta", "kudos Jonsa")
    assert errors(form) == {"people": "I can't tell who is meant by “Jonsa”. Choose them here."}


async def test_from_a_message_its_author_is_filled_in_and_others_are_offered(desk: World) -> None:
    opened = OpenKudos(("jonas",), conversation="front-desk", message="77", offered=("li", "marta", "nobody"))
    form = await desk.act("marta", opened)
    assert isinstance(form, Form)
    people = form.fields[0]
    assert isinstance(people, PeopleField)
    assert people.offered == (Mention("li", "Li"),)
    await desk.act("marta", fill(form.submit, {"people": ["jonas"], "reason": REASON}))
    assert desk.chat.posts[0].thread == "77"


@pytest.mark.parametrize(
    ("receivers", "sentence"),
    [
        (("marta",), "Choose somebody other than yourself."),
        (("jonas", "marta"), "Choose somebody other than yourself."),
        (("robot",), "Kindling can't thank apps."),
        (("visitor",), "Visitor isn't in this workspace."),
        (("jonas", "nobody"), "Somebody here isn't in this workspace."),
        (("former",), "Former is no longer here."),
        (
            ELEVEN,
            "That's 11 people. Ten fit one thank you; give the others one of their own.",
        ),
    ],
)
async def test_whom_one_cannot_thank(desk: World, receivers: tuple[str, ...], sentence: str) -> None:
    await add_people(desk, "robot", is_app=True)
    await add_people(desk, "visitor", is_stranger=True)
    await add_people(desk, "former", deactivated=True)
    await add_people(desk, *ELEVEN)
    form = await give(desk, "marta", *receivers)
    assert errors(form) == {"people": sentence}
    assert isinstance(form, Form)
    assert form.values["reason"] == REASON
    assert await count_gifts(desk) == 0
    assert desk.chat.posts == []


async def test_nobody_is_not_enough(desk: World) -> None:
    form = await desk.act("marta", GiveKudos("n", reason=REASON))
    assert errors(form) == {"people": "Choose somebody to thank."}


async def test_ten_are_thanked_and_the_same_one_twice_is_one(desk: World) -> None:
    await add_people(desk, *ELEVEN)
    reply = await give(desk, "marta", *ELEVEN[:9], "jonas", "jonas")
    assert "Jonas" in text_of(reply)
    assert len((await latest(desk)).receipts) == 10


async def test_eleven_typed_open_the_form(desk: World) -> None:
    await add_people(desk, *ELEVEN)
    mentions = tuple((f"@{name}", name) for name in ELEVEN)
    words = "kudos " + " ".join(shown for shown, _ in mentions)
    for said in (words, f"{words} for staying late"):
        form = await desk.act("marta", SayWords(said, mentions))
        assert "That's 11 people." in errors(form)["people"]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Say what you saw, in three letters or more."),
        ("ok", "Say what you saw, in three letters or more."),
        ("  o \u200b\u202e k  ", None),
        ("\u200b\u200b\u200b", "Say what you saw, in three letters or more."),
        ("x" * 500, None),
        ("x" * 501, "That's 1 character too many."),
        ("x" * 600, "That's 100 characters too many."),
        (" " * 50 + "x" * 500 + "\n" * 50, None),
        ("👨‍👩‍👧‍👦" * 500, None),
        ("👨‍👩‍👧‍👦" * 502, "That's 2 characters too many."),
    ],
)
async def test_how_long_a_reason_is(desk: World, reason: str, sentence: str | None) -> None:
    reply = await give(desk, "marta", "jonas", reason=reason)
    if sentence is None:
        assert text_of(reply).startswith("Sent to #front-desk")
    else:
        assert errors(reply) == {"reason": sentence}
        assert isinstance(reply, Form)
        assert reply.values["reason"] == reason
        assert await count_gifts(desk) == 0


async def test_all_that_is_wrong_is_said_at_once(desk: World) -> None:
    form = await give(desk, "marta", "marta", reason="x", where="only", behaviour="owned-it")
    assert set(errors(form)) == {"people", "reason"}
    assert isinstance(form, Form)
    assert (form.values["where"], form.values["behaviour"]) == ("only", "owned-it")


@pytest.mark.parametrize("wrong", [{"behaviour": "was-late"}, {"where": "everywhere"}])
async def test_values_that_no_form_offers_are_refused(desk: World, wrong: dict[str, str]) -> None:
    reply = await give(desk, "marta", "jonas", **wrong)
    assert "That button came back broken" in text_of(reply)
    assert await count_gifts(desk) == 0


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<!channel> and <!here> thank you", "<!channel> and <!here> thank you"),
        ("<script>alert(1)</script> {reason} {0} %s", "<script>alert(1)</script> {reason} {0} %s"),
        ("\u202egnol\u202c day\x07\x00", "gnol day"),
        ("so kind 🌻\nand calm", "so kind 🌻 and calm"),
    ],
)
async def test_what_is_typed_stays_text(desk: World, typed: str, shown: str) -> None:
    await give(desk, "marta", "jonas", reason=typed)
    (post,) = desk.chat.posts
    quote = post.card.parts[1].line  # type: ignore[union-attr]
    assert [type(part).__name__ for part in quote] == ["str", "Typed", "str"]
    assert plain_line(quote) == f"“{shown}”"
    assert post.card.push == f"Marta thanks Jonas: {shown}"
    assert (await latest(desk)).reason == shown


async def test_a_long_reason_is_whole_on_the_card_and_cut_in_the_push_sentence(desk: World) -> None:
    reason = "kind " * 40
    await give(desk, "marta", "jonas", reason=reason)
    (post,) = desk.chat.posts
    assert post.card.push.endswith("kind…")
    assert len(post.card.push) < 110
    assert reason.strip() in desk.said()[0]


async def test_a_word_without_end_is_cut_too(desk: World) -> None:
    await give(desk, "marta", "jonas", reason="x" * 200)
    assert desk.chat.posts[0].card.push == f"Marta thanks Jonas: {'x' * 79}…"


async def test_the_same_form_sent_four_times_is_one_gift(desk: World) -> None:
    replies = [await give(desk, "marta", "jonas", nonce="same") for _ in range(4)]
    assert len({text_of(reply) for reply in replies}) == 1
    assert await count_gifts(desk) == 1
    assert len(desk.chat.posts) == 1


async def test_the_same_words_delivered_four_times_are_one_gift(desk: World) -> None:
    said = SayWords("kudos @jonas for staying late", (("@jonas", "jonas"),))
    replies = [await desk.act("marta", said, identity="event-1") for _ in range(4)]
    assert len({text_of(reply) for reply in replies}) == 1
    assert await count_gifts(desk) == 1
    await desk.act("marta", said, identity="event-2")
    assert await count_gifts(desk) == 2


async def test_the_same_words_at_once_are_one_gift(desk: World) -> None:
    actor, now = Actor("local", "marta", "Marta", "front-desk"), desk.clock.now()
    said = SayWords("kudos @jonas for staying late", (("@jonas", "jonas"),))
    await asyncio.gather(
        *(desk.decide(lambda tx: desk.coach.act(tx, actor, "event-1", said, now)) for _ in range(40))
    )
    assert await count_gifts(desk) == 1


async def test_ten_a_day_and_the_eleventh_keeps_until_tomorrow(desk: World) -> None:
    for _ in range(10):
        await give(desk, "marta", "jonas")
    assert GUARD in text_of(await give(desk, "marta", "li"))
    assert await count_gifts(desk) == 10
    assert GUARD not in text_of(await give(desk, "ana", "li"))
    desk.clock.at += timedelta(days=1)
    assert "Sent to" in text_of(await give(desk, "marta", "li"))


async def test_a_repeat_of_the_tenth_is_not_the_eleventh(desk: World) -> None:
    for number in range(10):
        await give(desk, "marta", "jonas", nonce=f"gift-{number}")
    assert GUARD not in text_of(await give(desk, "marta", "jonas", nonce="gift-9"))


async def test_taken_back_gifts_count_at_the_guard(desk: World) -> None:
    for _ in range(10):
        await give(desk, "marta", "jonas")
        await desk.say("marta", "undo")
    assert GUARD in text_of(await give(desk, "marta", "li"))


async def test_forty_at_once_do_not_pass_the_guard(desk: World) -> None:
    actor, now = Actor("local", "marta", "Marta", "front-desk"), desk.clock.now()
    gifts = [GiveKudos(f"n-{number}", people=("jonas",), reason=REASON) for number in range(40)]

    async def press(number: int, gift: GiveKudos) -> str:
        return text_of(await desk.decide(lambda tx: desk.coach.act(tx, actor, f"press-{number}", gift, now)))

    replies = await asyncio.gather(*(press(number, gift) for number, gift in enumerate(gifts)))
    assert sum(GUARD in reply for reply in replies) == 30
    assert await count_gifts(desk) == 10
    assert len([key for key in await owed(desk) if key.startswith("kudos/")]) == 3


async def test_the_day_is_the_givers_own(desk: World) -> None:
    await change(desk, "marta", zone="Asia/Tokyo")
    desk.clock.at = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    for _ in range(10):
        await give(desk, "marta", "jonas")
    gift = await latest(desk)
    assert gift.until_at == datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert GUARD in text_of(await give(desk, "marta", "jonas"))
    desk.clock.at = datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert GUARD not in text_of(await give(desk, "marta", "jonas"))


async def test_without_a_zone_the_day_is_the_teams(desk: World) -> None:
    await change(desk, "marta", zone=None)
    team = await desk.team()
    tokyo = replace(team, timetable=replace(team.timetable, zone="Asia/Tokyo"))
    await desk.decide(lambda tx: tx.teams.save(tokyo))
    desk.clock.at = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    await give(desk, "marta", "jonas")
    assert (await latest(desk)).until_at == datetime(2026, 11, 24, 15, tzinfo=UTC)


async def test_nothing_of_a_refused_gift_is_kept(desk: World) -> None:
    await desk.say("marta", "kudos @marta for a secret of mine")
    await give(desk, "marta", "marta", reason="a secret of mine")
    content = (desk.store.path).read_bytes() + desk.store.path.with_name("kindling.db-wal").read_bytes()
    assert b"secret of mine" not in content
    assert (await member(desk, "marta")).thanks_private is False
