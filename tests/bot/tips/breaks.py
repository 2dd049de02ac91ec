"""What can be broken in the good sample tips, one table for the loader and one for the editor's rules."""

from __future__ import annotations

from bot.tips.faults import Kind
from tests.bot.tips.samples import GOOD, SERIES, SLIP, WAIT, Break

PROGRAMME = "programme.toml"
BEHAVIOURS = "behaviours.toml"
HEATER = 'id = "send-heater"\ntext = "Tell him that a heater is on its way up to his room already."'
LAST_IDEA = "It works with the new mechanic too, who starts every worry with a joke."
TALK = "When did the last thing somebody said turn out to be the main one?"
PHRASE = '- "What else happened that day?"'
TRY_AND_TALK = "## Try" + (GOOD / SLIP).read_text(encoding="utf-8").split("## Try")[1].split("+++")[0]
TALK_AND_TRY = "## Talk" + TRY_AND_TALK.split("## Talk")[1] + TRY_AND_TALK.split("## Talk")[0]
WHOLE_PROGRAMME = (GOOD / PROGRAMME).read_text(encoding="utf-8")
BARE_QUESTION = '[[question]]\nid = "bare"\nkind = "idea"\ntext = "What then?"\n'
SECOND_RIGHT = 'text = "\\"I\'m here. Take your time, and tell me all of it.\\""\nright = true\n'
IN_BRACES = 'programme = [{id = "a", title = "A", series = ["at-the-counter"]}]'
TWIN = (
    HEATER
    + '\nright = false\ndistractor = "pries"\nreason = "It is kind, and it comes too soon for him."\n\n'
    + "[[question.choice]]\n"
    + HEATER.replace("send-", "bring-")
)

SHAPE = [
    Break(Kind.NO_PARTS, WAIT, 'they come first."\n+++', 'they come first."', at="+++\n[[question]]"),
    Break(Kind.TEXT_OUTSIDE, WAIT, "+++\ntitle", "Lost words\n+++\ntitle"),
    Break(Kind.SYNTAX, WAIT, 'source = "fries"', 'source = "fries'),
    Break(Kind.SYNTAX, WAIT, HEATER, HEATER + '"', at='text = "Tell him'),
    Break(Kind.SYNTAX, WAIT, 'title = "Wait for the end"', 'title = """Wait'),
    Break(Kind.SYNTAX, SERIES, 'about = "What', "about = What"),
    Break(Kind.SYNTAX, PROGRAMME, 'id = "default"', "id = " + "9" * 5000),
    Break(Kind.SYNTAX, PROGRAMME, '["at-the-counter"]', '[\n"at-the-counter"', at="series"),
    Break(Kind.TOO_DEEP, SERIES, 'about = "', "x = " + "[" * 3000 + "\n#", at="id ="),
    Break(Kind.INLINE_TABLE, PROGRAMME, WHOLE_PROGRAMME, IN_BRACES),
    Break(Kind.UNKNOWN_KEY, WAIT, 'ground = "ours"', 'ground = "ours"\nauthor = "me"', at="author"),
    Break(Kind.UNKNOWN_KEY, WAIT, HEATER, HEATER + "\n'hint' = \"x\"", at="'hint'"),
    Break(Kind.UNKNOWN_KEY, WAIT, HEATER, HEATER + "\n# a [ in a note\n\nhint = [\n'x']", at="hint ="),
    Break(Kind.UNKNOWN_KEY, WAIT, 'ground = "ours"', 'ground = """\nours"""\nauthor = "me"', at="author"),
    Break(Kind.MISSING_KEY, WAIT, 'ground = "ours"\n', "", at="title ="),
    Break(Kind.MISSING_KEY, WAIT, 'id = "leave-room"\n', "", at='[[question.choice]]\ntext = "Say'),
    Break(Kind.MISSING_KEY, PROGRAMME, 'title = "Two weeks"\n', "", at="[[programme]]"),
    Break(Kind.WRONG_TYPE, WAIT, HEATER, HEATER.replace('"send-heater"', "7"), at="id = 7"),
    Break(Kind.WRONG_TYPE, PROGRAMME, '-counter"]', '-counter", 3]', at="series"),
    Break(Kind.EMPTY, WAIT, 'title = "Wait for the end"', 'title = " … "'),
    Break(Kind.EMPTY, WAIT, f"{TALK}\n", "", at="## Talk"),
    Break(Kind.EMPTY, PROGRAMME, '["at-the-counter"]', "[]", at="series"),
    Break(Kind.NOT_ONE_OF, WAIT, 'ground = "ours"', 'ground = "found"'),
    Break(Kind.NOT_ONE_OF, WAIT, 'source = "fries"', 'source = "pies"'),
    Break(Kind.NOT_ONE_OF, WAIT, 'distractor = "defers"', 'distractor = "lazy"'),
    Break(Kind.BAD_ID, WAIT, HEATER, HEATER.replace("send-heater", "Send heater"), at="Send heater"),
    Break(Kind.BAD_ID, PROGRAMME, 'id = "default"', f'id = "{"x" * 41}"'),
    Break(Kind.BAD_LANGUAGE, SERIES, 'language = "en"', 'language = "EN"'),
    Break(Kind.TOO_LONG, WAIT, 'title = "Wait for the end"', f'title = "{"So " * 21}"'),
    Break(Kind.TOO_LONG, WAIT, HEATER, f'id = "send-heater"\ntext = "{"a" * 141}"', at="a" * 141),
    Break(Kind.TOO_LONG, WAIT, LAST_IDEA, "word " * 600, at="word "),
    Break(Kind.ONE_TABLE, PROGRAMME, "[[programme]]", "[programme]"),
    Break(Kind.CONTROL_CHARACTER, WAIT, 'title = "Wait', 'title = "Wait\\u0007'),
]

MARKDOWN = [
    Break(Kind.BEFORE_SECTION, WAIT, "## Hook", "So to say.\n\n## Hook"),
    Break(Kind.UNKNOWN_SECTION, WAIT, "## Try this", "## Homework\n\nRest.\n\n## Try this"),
    Break(Kind.UNKNOWN_SECTION, WAIT, "## Try this", "# Idea\n\nRest.\n\n## Try this", at="# Idea\n\nRest"),
    Break(Kind.MISSING_SECTION, WAIT, f"## Talk about it\n\n{TALK}\n", "", at="+++\n\n## Hook"),
    Break(Kind.SECTION_TWICE, WAIT, TALK, f"{TALK}\n\nHook\n----\n\nAgain.", at="Hook\n----"),
    Break(Kind.SECTION_ORDER, SLIP, TRY_AND_TALK, TALK_AND_TRY, at="## Talk"),
    Break(Kind.ONE_PARAGRAPH, WAIT, TALK, f"{TALK}\n\nAnd how?", at="And how?"),
    Break(Kind.NOT_A_LIST, WAIT, PHRASE, f"{PHRASE}\n\nLoose words.", at="Loose"),
    Break(Kind.NOT_A_LIST, WAIT, PHRASE, "- One\n\n  and more", at="- One"),
    Break(Kind.NOT_A_LIST, WAIT, PHRASE, f"{PHRASE}\n\n1. One", at="1. One"),
    Break(Kind.NOT_PARAGRAPHS, WAIT, LAST_IDEA, "1. One", at="1. One"),
    Break(Kind.HTML, WAIT, LAST_IDEA, f"{LAST_IDEA}\n\n<!-- later -->", at="<!--"),
    Break(Kind.HTML, WAIT, LAST_IDEA, f"{LAST_IDEA}\nOr <b>so.", at="Or <b>"),
    Break(Kind.LINK, WAIT, LAST_IDEA, "So [they](say) it goes."),
    Break(Kind.LINK, WAIT, LAST_IDEA, f"{LAST_IDEA}\n\n[they]: https://example.org", at="[they]"),
    Break(Kind.LINK, WAIT, LAST_IDEA, "Read on at https://example.org today."),
    Break(Kind.LINK, WAIT, HEATER, 'id = "send-heater"\ntext = "See www.example.org"', at="www"),
    Break(Kind.IMAGE, WAIT, LAST_IDEA, "So ![it](goes.png) is."),
    Break(Kind.TABLE, WAIT, LAST_IDEA, "| a | b |\n|---|---|\n| c | d |"),
    Break(Kind.CODE, WAIT, LAST_IDEA, "So `it` goes."),
    Break(Kind.CODE, WAIT, LAST_IDEA, f"{LAST_IDEA}\n\n    It goes.", at="    It"),
    Break(Kind.CODE, WAIT, LAST_IDEA, f"{LAST_IDEA}\n\n```\nIt goes.\n```", at="```"),
    Break(Kind.EMPHASIS, WAIT, LAST_IDEA, f"{LAST_IDEA}\nIt *goes*.", at="It *goes"),
    Break(Kind.EMPHASIS, WAIT, PHRASE, "- It __goes__."),
    Break(Kind.QUOTE, WAIT, LAST_IDEA, "> It goes."),
    Break(Kind.RULE, WAIT, LAST_IDEA, f"{LAST_IDEA}\n\n***", at="***"),
]

NAMES = [
    Break(Kind.ID_TWICE, WAIT, '"leave-room"', '"send-heater"', at='send-heater"\ntext = "Say'),
    Break(Kind.ID_TWICE, WAIT, '"ask-boss"', '"cold-room"', at='cold-room"\ntext = "\\"Best'),
    Break(Kind.ID_TWICE, BEHAVIOURS, '"listened"', '"owned-it"', at='owned-it"\nlabel = "owned'),
    Break(Kind.FOLDER_ID, SERIES, 'id = "at-the-counter"', 'id = "at-the-desk"'),
    Break(Kind.UNKNOWN_BEHAVIOUR, WAIT, 'behaviour = "listened"', 'behaviour = "sang"'),
    Break(Kind.UNKNOWN_SERIES, PROGRAMME, '["at-the-counter"]', '[\n"at-the-counter", "gone"]', at="series"),
    Break(Kind.SERIES_TWICE, PROGRAMME, '["at', '["at-the-counter", "at', at="series"),
]

QUESTIONS = [
    Break(Kind.FEW_SCENARIOS, WAIT, 'kind = "scenario"', 'kind = "idea"', at="[[question]]"),
    Break(Kind.NO_IDEA_QUESTION, WAIT, 'kind = "idea"', 'kind = "scenario"', at="[[question]]"),
    Break(
        Kind.CHOICE_COUNT, WAIT, "+++\n[[question]]", f"+++\n{BARE_QUESTION}\n[[question]]", at="[[question]]"
    ),
    Break(
        Kind.NO_RIGHT,
        WAIT,
        SECOND_RIGHT,
        SECOND_RIGHT.replace("true", 'false\ndistractor = "pries"'),
        at='[[question]]\nid = "rota',
    ),
    Break(Kind.SEVERAL_UNSAID, WAIT, "several = true\n", "", at='[[question]]\nid = "why'),
    Break(Kind.SEVERAL_BUT_ONE, WAIT, '"scenario"', '"scenario"\nseveral = true', at="several"),
    Break(Kind.NO_DISTRACTOR, WAIT, 'distractor = "defers"\n', "", at='[[question.choice]]\nid = "ask-boss"'),
    Break(
        Kind.RIGHT_DISTRACTOR,
        WAIT,
        "right = true",
        'right = true\ndistractor = "judges"',
        at='distractor = "judges"',
    ),
    Break(
        Kind.SAME_CHOICE, WAIT, HEATER, TWIN, at=HEATER.split("\n")[1] + '\nright = false\ndistractor = "mis'
    ),
]

LOADER_BREAKS = [*SHAPE, *MARKDOWN, *NAMES, *QUESTIONS]

# What the editor's rules refuse, and the loader lets pass.
HOOK = (
    "Amara calls the bike shop about a squeak. "
    "Before she has said where it is, Tom has booked her in for brakes."
)
MEANT = (
    "Tom meant to be quick, and quick is often kind. "
    "He has heard a hundred squeaks, and most of them were brakes."
)
WARM = "The end of what people say is where the true reason tends to hide. They warm up first. "
STEM = 'The three dots go on and on. Which reply fits best?"'
KOFI = "Kofi may well know. She came to you, though, and has not said why yet."
TAKE_TIME = '"\\"I\'m here. Take your time, and tell me all of it.\\""'
LISTENING = '"Say \\"I\'m listening\\", and leave the line quiet for a moment."'
ROOM = "Tell him that a heater is on its way up to his room already."
GO_ON = "So we go on. "  # short enough to stand more than once
HEAVY = "Organisational communication necessitates interpersonal attentiveness. "
GLASS = "Nadia, who packed it, is behind the glass.\n\n## Idea\n\nThere is always a story. "
SHORT_GLASS = "Nadia packed.\n\n## Idea\n\n"
SMILE = "\N{SMILING FACE WITH SMILING EYES}"
LINE = (GOOD / WAIT).read_text(encoding="utf-8").split("\n\n")[5]
ROTA = '[[question]]\nid = "rota'

EDITOR_BREAKS = [
    Break(Kind.FEW_OR_MANY_WORDS, WAIT, HOOK, "Amara calls the bike shop."),
    Break(Kind.FEW_OR_MANY_WORDS, WAIT, LINE, "So it goes.", at="Tom meant"),
    Break(Kind.FEW_OR_MANY_WORDS, SLIP, GLASS, SHORT_GLASS + GO_ON * 8, at=GO_ON),
    Break(Kind.FEW_OR_MANY_WORDS, WAIT, KOFI, "Kofi may well know."),
    Break(Kind.FEW_OR_MANY_WORDS, WAIT, KOFI, GO_ON * 6 + "And on.", at=GO_ON),
    Break(
        Kind.MANY_WORDS, SLIP, "## Try this week\n\n", "## Try this week\n\n" + GO_ON * 5 + "So. ", at=GO_ON
    ),
    Break(Kind.MANY_WORDS, SLIP, "## Talk about it\n\n", "## Talk about it\n\n" + GO_ON * 3, at=GO_ON),
    Break(Kind.MANY_WORDS, WAIT, STEM, GO_ON * 5 + STEM),
    Break(Kind.MANY_WORDS, WAIT, ROOM, "We go up. " * 9),
    Break(Kind.LONG_TIP, WAIT, PHRASE, PHRASE + "\n- " + GO_ON * 13, at="title ="),
    Break(Kind.LONG_SIGHT, WAIT, LAST_IDEA, LAST_IDEA + " " + GO_ON * 5, at="title ="),
    Break(Kind.MANY_PHRASES, WAIT, PHRASE, f"{PHRASE}\n- One.\n- Two.", at="- Two"),
    Break(Kind.LONG_SENTENCE, WAIT, WARM, "So it is.\nThe end" + " of it" * 12 + ". ", at="The end of it"),
    Break(Kind.LONG_SENTENCE, WAIT, STEM, "The three dots go" + " and on" * 9 + ', so what fits best?"'),
    Break(Kind.HARD_TO_READ, WAIT, LINE, HEAVY * 8, at="title ="),
    Break(Kind.EXCLAMATION, WAIT, 'title = "Wait for the end"', 'title = "Wait for it!"'),
    Break(Kind.EXCLAMATION, WAIT, WARM, "So it is.\nGo and see! ", at="Go and see"),
    Break(Kind.EMOJI, WAIT, KOFI, f"{KOFI} {SMILE}"),
    Break(Kind.EMOJI, WAIT, PHRASE, f"{PHRASE} \u2764\ufe0f"),
    Break(Kind.NEGATIVE_STEM, WAIT, "Which reply fits best?", "Which reply does not fit?", at="does not fit"),
    Break(Kind.NEGATIVE_STEM, WAIT, "Which reply fits best?", "Which reply wouldn't fit?", at="wouldn't fit"),
    Break(Kind.NEGATIVE_STEM, WAIT, "Which reply fits best?", "What fits here, except one?", at="except"),
    Break(
        Kind.ALL_OF_ABOVE,
        WAIT,
        ROOM,
        "All of the above, and see to it that he has a very warm chair.",
        at="All of the",
    ),
    Break(
        Kind.ALL_OF_ABOVE,
        WAIT,
        KOFI,
        "It is kind, but none of these choices would reach her today.",
        at="none of",
    ),
    Break(
        Kind.SPEAKS_OF_PLACE,
        WAIT,
        ROOM,
        "Do both A and B, and see to it that he has a very warm chair.",
        at="both A",
    ),
    Break(
        Kind.SPEAKS_OF_PLACE,
        WAIT,
        KOFI,
        "It is kinder than option B, and yet she has asked you alone.",
        at="option B",
    ),
    Break(
        Kind.SPEAKS_OF_PLACE,
        WAIT,
        KOFI,
        "Warmer than the first choice, and yet she has asked you alone.",
        at="the first",
    ),
    Break(
        Kind.RIGHT_LONGEST,
        WAIT,
        LISTENING,
        LISTENING.replace("quiet", "quite quiet"),
        at='[[question]]\nid = "why',
    ),
    Break(Kind.RIGHT_SHORTEST, WAIT, LISTENING, LISTENING.replace("quiet", "so"), at=ROTA),
    Break(Kind.RIGHT_STANDS_OUT_LONG, WAIT, "less is said", "less is so", at='[[question]]\nid = "why'),
    Break(Kind.RIGHT_STANDS_OUT_SHORT, WAIT, TAKE_TIME, TAKE_TIME.replace("all of it", "all"), at=ROTA),
    Break(Kind.SENTENCE_TWICE, SLIP, "A colleague whose order you mixed up would like the same.", LAST_IDEA),
    Break(
        Kind.SENTENCE_TWICE,
        SLIP,
        "A colleague whose",
        "It is how it goes here. It is how it goes here. A colleague whose",
    ),
]
