"""One tip's file to one Tip, with the lines that its faults are on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.tips.blocks import Table, read_block
from bot.tips.faults import Kind
from bot.tips.files import Notes, read_text, split_parts
from bot.tips.records import IDEA as IDEA_KIND
from bot.tips.records import SCENARIO, Choice, Question, Tip
from bot.tips.sections import HOOK, IDEA, SAY, TALK, TRY, Sections, read_sections

KINDS = (SCENARIO, IDEA_KIND)
GROUNDS = ("says", "ours")
SOURCES = ("connection", "tips", "nurturing", "action", "fries", "own")
DISTRACTORS = (
    "mistimed-fix",
    "explains",
    "pries",
    "own-story",
    "stock-phrase",
    "over-promises",
    "cheers-up",
    "defers",
    "half-attention",
    "judges",
)

MOST_TITLE = 60
MOST_STEM = 300
MOST_CHOICE = 140
MOST_REASON = 280
LEAST_QUESTIONS = 3
LEAST_SCENARIOS = 2
CHOICE_COUNTS = (3, 4)


@dataclass(frozen=True, slots=True)
class TipFile:
    """A tip beside the places of its words. What the loader has found at fault stands empty in the tip."""

    tip: Tip
    notes: Notes
    settings: Table
    sections: Sections
    questions: tuple[Table, ...]
    choices: tuple[tuple[Table, ...], ...]


def read_tip(notes: Notes, series: str, slug: str) -> TipFile | None:
    """The tip in the file of `notes`; None if its three parts cannot be told apart or read."""
    text = read_text(notes)
    parts = None if text is None else split_parts(text, notes)
    if parts is None:
        return None
    settings, asked = read_block(parts[0], notes), read_block(parts[2], notes)
    sections = read_sections(parts[1], notes)
    if settings is None or asked is None:
        return None
    asked.refuse_others("question")
    tables = asked.tables("question")
    choices = tuple(table.tables("choice") for table in tables)
    questions = tuple(_question(table, own) for table, own in zip(tables, choices, strict=True))
    _check_questions(questions, asked, tables)
    _check_ids(tables, choices)
    tip = _tip(series, slug, settings, sections, questions)
    return TipFile(tip, notes, settings, sections, tables, choices)


def _tip(series: str, slug: str, settings: Table, sections: Sections, questions: tuple[Question, ...]) -> Tip:
    settings.refuse_others("title", "behaviour", "source", "ground")
    return Tip(
        id=f"{series}/{slug}",
        series=series,
        title=settings.text("title", MOST_TITLE),
        behaviour=settings.identifier("behaviour"),
        source=settings.one_of("source", SOURCES),
        ground=settings.one_of("ground", GROUNDS),
        hook=_first(sections, HOOK),
        idea=tuple(passage.plain for passage in sections.get(IDEA, ())),
        try_this=_first(sections, TRY),
        phrases=tuple(passage.plain for passage in sections.get(SAY, ())),
        talk=_first(sections, TALK),
        questions=questions,
    )


def _first(sections: Sections, name: str) -> str:
    return next((passage.plain for passage in sections.get(name, ())), "")


def _question(table: Table, choices: tuple[Table, ...]) -> Question:
    table.refuse_others("id", "kind", "text", "several", "choice")
    question = Question(
        id=table.identifier(),
        kind=table.one_of("kind", KINDS),
        text=table.text("text", MOST_STEM),
        choices=tuple(_choice(choice) for choice in choices),
    )
    if len(choices) not in CHOICE_COUNTS:
        table.add(Kind.CHOICE_COUNT, count=len(choices))
    _check_right(question, table)
    _check_alike(question, choices)
    return question


def _choice(table: Table) -> Choice:
    table.refuse_others("id", "text", "right", "distractor", "reason")
    return Choice(
        id=table.identifier(),
        text=table.text("text", MOST_CHOICE),
        right=table.flag("right"),
        distractor=_distractor(table),
        reason=table.text("reason", MOST_REASON),
    )


def _distractor(table: Table) -> str | None:
    """The kind of a wrong choice; a right one has none, and neither has one that does not say which it is."""
    given = table.values.get("id")
    if table.values.get("right") is True and "distractor" in table.values:
        table.add(Kind.RIGHT_DISTRACTOR, "distractor", given=given)
    if table.values.get("right") is not False:
        return None
    if "distractor" not in table.values:
        table.add(Kind.NO_DISTRACTOR, given=given, known=", ".join(DISTRACTORS))
        return None
    return table.one_of("distractor", DISTRACTORS) or None


def _check_right(question: Question, table: Table) -> None:
    """One right choice, or several where the question says several = true."""
    right, said = len(question.right_choices), table.flag("several", otherwise=False)
    if not question.choices:
        return
    if right == 0:
        table.add(Kind.NO_RIGHT)
    elif right == len(question.choices):
        table.add(Kind.ALL_RIGHT)
    elif right > 1 and not said:
        table.add(Kind.SEVERAL_UNSAID, count=right)
    elif right == 1 and said:
        table.add(Kind.SEVERAL_BUT_ONE, "several")


def _check_alike(question: Question, tables: tuple[Table, ...]) -> None:
    seen: set[str] = set()
    for choice, table in zip(question.choices, tables, strict=True):
        text = choice.text.casefold()
        if text and text in seen:
            table.add(Kind.SAME_CHOICE, "text")
        seen.add(text)


def _check_questions(questions: tuple[Question, ...], block: Table, tables: tuple[Table, ...]) -> None:
    kinds = [question.kind for question in questions]
    first = tables[0] if tables else block
    if len(questions) < LEAST_QUESTIONS:
        first.add(Kind.FEW_QUESTIONS, count=len(questions))
    if kinds.count(SCENARIO) < LEAST_SCENARIOS:
        first.add(Kind.FEW_SCENARIOS, count=kinds.count(SCENARIO))
    if IDEA_KIND not in kinds:
        first.add(Kind.NO_IDEA_QUESTION)


def _check_ids(tables: tuple[Table, ...], choices: tuple[tuple[Table, ...], ...]) -> None:
    """Questions and choices share one space of ids, so that an id in a record can mean one thing only."""
    seen: set[object] = set()
    for table, own in zip(tables, choices, strict=True):
        for one in (table, *own):
            given = one.values.get("id")
            if isinstance(given, str) and given in seen:
                one.add(Kind.ID_TWICE, "id", given=given, place="tip")
            seen.add(given if isinstance(given, str) else None)
