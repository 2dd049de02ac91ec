"""What can be wrong with tip files: one kind for each fault, with what is wrong and what to write."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Kind(Enum):
    """A kind of fault: what is wrong and what to write, with the named parts of its sentence."""

    def __init__(self, wrong: str, write: str) -> None:
        self.wrong = wrong
        self.write = write

    # Files and folders
    NO_FOLDER = "there is no folder here that can be read", "give the folder that holds the series"
    UNREADABLE = "the file cannot be opened", "make it an ordinary file that Kindling may read"
    NOT_A_FILE = "this is not a file", "give a text file this name, or rename what has it"
    TOO_LARGE = "the file has more than {most} bytes", "write one short lesson; a tip has about 6000"
    NOT_UTF8 = "the text is not UTF-8", "save the file again as UTF-8"
    CONTROL_CHARACTER = "there is a character nobody can see (U+{point})", "delete it"
    MISSING_FILE = "the file is missing", "make it, after the pattern of the built-in tips"
    UNKNOWN_FILE = "{name} has no place here", "call a tip 01-short-name.md, or move this elsewhere"
    NUMBER_TWICE = "two tips of the series are number {number}", "number them 01, 02, 03 …, each once"
    NUMBER_MISSING = "tip {number} of the series is missing", "number the tips 01, 02, 03 … without a gap"
    NO_TIPS = "the series has no tip", "add 01-short-name.md, or take the folder away"

    # The shape of a tip's file
    NO_PARTS = "the file has {count} lines of +++", "write four: around the settings and around the questions"
    TEXT_OUTSIDE = "there is text outside the three parts", "move it between the +++ lines"
    SYNTAX = "this is not TOML: {problem}", 'write key = "text" on a line, and "\\"" for a quotation mark'
    TOO_DEEP = "brackets stand in brackets too deeply", "write one value on a line"
    INLINE_TABLE = (
        "{key} is written with braces or a dot",
        "write its parts on lines of their own below {header}",
    )
    UNKNOWN_KEY = "there is no setting called {key}", "write one of {known}"
    MISSING_KEY = "{key} is missing", "write {key} = {pattern}"
    WRONG_TYPE = "{key} is not {wanted}", "write {key} = {pattern}"
    EMPTY = "{key} says nothing", "write its words"
    NOT_ONE_OF = '{key} is "{given}"', "write one of {known}"
    BAD_ID = '{key} is "{given}"', "write 1 to 40 of a to z, 0 to 9 and -"
    BAD_LANGUAGE = 'language is "{given}"', 'write a tag such as "en" or "pt-BR"'
    TOO_LONG = (
        "{key} has {count} characters",
        "write {most} at the most, so that every platform shows it whole",
    )
    ONE_TABLE = "{key} is not a list of its own", "write [[{key}]] above each"

    # Markdown
    BEFORE_SECTION = "there is text before the first section", "write ## Hook above it"
    UNKNOWN_SECTION = 'there is no section called "{given}"', "write ## and one of {known}"
    MISSING_SECTION = "the section {name} is missing", "write ## {name} and its text"
    SECTION_TWICE = "the section {name} is there twice", "keep one"
    SECTION_ORDER = "the section {name} is out of order", "keep this order: {known}"
    ONE_PARAGRAPH = "{name} has more than one paragraph", "write it as one"
    NOT_A_LIST = "{name} is not a list", "begin each phrase with a hyphen and a space"
    NOT_PARAGRAPHS = "there is a list in {name}", "write plain paragraphs"
    HTML = "there is HTML here", "write plain words, and no < or > around them"
    LINK = "there is a link here", "say in words what it would lead to"
    IMAGE = "there is an image here", "describe in words what it shows"
    TABLE = "there is a table here", "write sentences"
    CODE = "there is code here", "write plain words: no backticks, and no spaces before a line"
    EMPHASIS = "there is emphasis here", "take the * and _ away: the words carry it"
    QUOTE = "there is a block quotation here", "put the words in quotation marks"
    RULE = "there is a dividing line here", "take it away: the sections divide the text"

    # Ids and what they name
    ID_TWICE = "the id {given} is used twice in this {place}", "give each an id of its own"
    FOLDER_ID = "the series' id is {given} and its folder {folder}", "write the same in both"
    SERIES_TAKEN = (
        "there is a built-in series {given} already",
        "choose another id, or keep only series.toml to rename it",
    )
    SLUG_TWICE = "there is another tip {given} in this series", "give each tip a name of its own"
    UNKNOWN_BEHAVIOUR = "there is no behaviour {given}", "write one that behaviours.toml has"
    UNKNOWN_SERIES = "there is no series {given}", "write the name of a folder of tips"
    SERIES_TWICE = "the programme has the series {given} twice", "name each once"

    # Questions
    FEW_QUESTIONS = "the tip has {count} questions", "write three or more"
    FEW_SCENARIOS = (
        "the tip has {count} scenarios",
        "write two: the week's question and its twin in another trade",
    )
    NO_IDEA_QUESTION = "no question asks about the idea", 'write one with kind = "idea"'
    CHOICE_COUNT = "the question has {count} choices", "write three, or four at the most"
    NO_RIGHT = "no choice of the question is right", "write right = true for the best one"
    ALL_RIGHT = "every choice of the question is right", "write one that a kind and hurried person would take"
    SEVERAL_UNSAID = "{count} choices are right", "add several = true to the question, or keep one right"
    SEVERAL_BUT_ONE = (
        "the question says several and has one right choice",
        "take several away, or write another right choice",
    )
    SAME_CHOICE = "two choices say the same", "write another"
    NO_DISTRACTOR = "the wrong choice {given} has no kind", "write distractor = and one of {known}"
    RIGHT_DISTRACTOR = "the right choice {given} has a kind of distractor", "take the line away"

    # Words (the editor's rules)
    FEW_OR_MANY_WORDS = "{part} has {count} words", "write {least} to {most}"
    MANY_WORDS = "{part} has {count} words", "write {most} at the most"
    LONG_TIP = "the whole tip has {count} words, title included", "write {most} at the most"
    LONG_SIGHT = "{count} words show before the fold", "write {most} at the most"
    MANY_PHRASES = "there are {count} phrases to say", "keep three at the most"
    LONG_SENTENCE = "a sentence of {part} has {count} words ({start} …)", "cut it in two: {most} at the most"
    HARD_TO_READ = (
        "the tip's reading measure (LIX) is {lix}",
        "write shorter words and sentences, until it is {most} at the most",
    )
    EXCLAMATION = "{part} has an exclamation mark", "end the sentence with a full stop"
    EMOJI = "{part} has an emoji", "say it in words"

    # Questions (the editor's rules)
    NEGATIVE_STEM = 'the question asks with "{given}"', "ask for what fits, and not for the exception"
    ALL_OF_ABOVE = '{part} says "{given}"', "write a choice that stands by itself"
    SPEAKS_OF_PLACE = '{part} says "{given}"', "name no place: choices are shuffled"
    RIGHT_LONGEST = (
        "the right choice is the longest in {count} questions of this tip",
        "lengthen a wrong one in this question",
    )
    RIGHT_SHORTEST = (
        "the right choice is the shortest in {count} questions of this tip",
        "shorten a wrong one in this question",
    )
    RIGHT_STANDS_OUT_LONG = (
        "the right choice has {count} characters and the next longest {next}",
        "write {most} at the most",
    )
    RIGHT_STANDS_OUT_SHORT = (
        "the right choice has {count} characters and the next shortest {next}",
        "write {least} or more",
    )
    SAME_PLACE = "the right choice is number {place} in every question of this tip", "move it in one of them"
    LIKE_ANOTHER = (
        "the question and its right choice are much like those of {other} ({alike} of 1)",
        "write another scene",
    )
    SENTENCE_TWICE = "a sentence of {part} stands also in {other} ({start} …)", "say it in other words"

    # The year
    YEAR_LONGEST = (
        "the right choice is the longest in {count} of {of} questions, more than chance explains",
        "lengthen wrong ones until it is {most} at the most",
    )
    YEAR_SHORTEST = (
        "the right choice is the shortest in {count} of {of} questions, more than chance explains",
        "shorten wrong ones until it is {most} at the most",
    )
    YEAR_PLACE = (
        "right choices stand at places 1 to {choices} {counts} times, which is not chance",
        "spread them evenly",
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right, in the file and on the line where it is."""

    file: str
    line: int
    wrong: str
    write: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.wrong}: {self.write}"


def fault_at(file: Path | str, line: int, kind: Kind, /, **facts: object) -> Fault:
    """The fault with its sentence; `facts` are the named parts of the kind's two sentences."""
    shown = {name: _shown(str(value)) for name, value in facts.items()}
    return Fault(_shown(str(file), 4096), line, kind.wrong.format(**shown), kind.write.format(**shown), kind)


def _shown(text: str, most: int = 160) -> str:
    """What somebody wrote, fit for a terminal: on one line, not endless, nothing that cannot be printed."""
    printable = "".join(char if char.isprintable() else "�" for char in text)
    return printable if len(printable) <= most else printable[: most - 1] + "…"
