"""The Markdown of a tip: its sections as plain passages, and a fault for whatever is not plain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.tips.faults import Kind
from bot.tips.files import Notes, Part, one_line, text_faults

HOOK = "Hook"
IDEA = "Idea"
TRY = "Try this week"
SAY = "Say it like this"
TALK = "Talk about it"
SECTIONS = (HOOK, IDEA, TRY, SAY, TALK)
MOST_CHARACTERS = 2900  # Slack takes 3000 in a block

_NOT_PLAIN = {
    "html_block": Kind.HTML,
    "html_inline": Kind.HTML,
    "link": Kind.LINK,
    "image": Kind.IMAGE,
    "table": Kind.TABLE,
    "code_block": Kind.CODE,
    "code_inline": Kind.CODE,
    "fence": Kind.CODE,
    "em": Kind.EMPHASIS,
    "strong": Kind.EMPHASIS,
    "blockquote": Kind.QUOTE,
    "hr": Kind.RULE,
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or phrase, with the line ends that it was written with."""

    text: str
    line: int

    @property
    def plain(self) -> str:
        return one_line(self.text)

    def line_at(self, offset: int) -> int:
        """The line in the file on which this character of the text stands."""
        return self.line + self.text.count("\n", 0, offset)


Sections = dict[str, tuple[Passage, ...]]


def read_sections(part: Part, notes: Notes) -> Sections:
    """The passages under each heading. What is missing or not plain is noted, and left out."""
    reader = _Reader(part, notes)
    env: dict[str, dict[str, dict[str, object]]] = {}
    tokens = MarkdownIt("commonmark").enable("table").parse(part.text, env)
    reader.note_link_definitions(env.get("references", {}))
    groups = reader.group(SyntaxTreeNode(tokens).children)
    reader.check_order(groups)
    return {name: reader.passages(name, heading, nodes) for name, (heading, nodes) in groups.items()}


_Nodes = list[SyntaxTreeNode]
_Groups = dict[str, tuple[SyntaxTreeNode, _Nodes]]


@dataclass(frozen=True, slots=True)
class _Reader:
    part: Part
    notes: Notes

    def line(self, node: SyntaxTreeNode) -> int:
        return self.part.line + (node.map[0] if node.map else 0)

    def note_link_definitions(self, references: dict[str, dict[str, object]]) -> None:
        """A link's target on a line of its own leaves no node behind."""
        for reference in references.values():
            span = reference.get("map")
            self.notes.add(self.part.line + (span[0] if isinstance(span, list) else 0), Kind.LINK)

    def group(self, nodes: Iterable[SyntaxTreeNode]) -> _Groups:
        """The heading and the nodes of each section that we know."""
        groups: _Groups = {}
        current: _Nodes | None = None
        for node in nodes:
            if node.type == "heading":
                current = []
                if (name := self.section_name(node, groups)) is not None:
                    groups[name] = (node, current)
            elif current is None:
                self.notes.add(self.line(node), Kind.BEFORE_SECTION)
                current = []
            else:
                current.append(node)
        return groups

    def section_name(self, node: SyntaxTreeNode, groups: _Groups) -> str | None:
        name = one_line(node.children[0].content)
        if node.tag != "h2" or name not in SECTIONS:
            self.notes.add(self.line(node), Kind.UNKNOWN_SECTION, given=name, known=", ".join(SECTIONS))
            return None
        if name in groups:
            self.notes.add(self.line(node), Kind.SECTION_TWICE, name=name)
            return None
        return name

    def check_order(self, groups: _Groups) -> None:
        for name, due in zip(groups, sorted(groups, key=SECTIONS.index), strict=True):
            if name != due:
                line = self.line(groups[name][0])
                self.notes.add(line, Kind.SECTION_ORDER, name=name, known=", ".join(SECTIONS))
                break
        for name in SECTIONS:
            if name not in groups and name != SAY:
                self.notes.add(self.part.line - 1, Kind.MISSING_SECTION, name=name)

    def passages(self, name: str, heading: SyntaxTreeNode, nodes: _Nodes) -> tuple[Passage, ...]:
        """The section's text: the phrases of a list under SAY, else its paragraphs."""
        read = self.phrases if name == SAY else self.paragraphs
        found = tuple(read(name, nodes))
        if not found and not nodes:
            self.notes.add(self.line(heading), Kind.EMPTY, key=name)
        if len(found) > 1 and name not in {IDEA, SAY}:
            self.notes.add(found[1].line, Kind.ONE_PARAGRAPH, name=name)
        for passage in found:
            for kind, facts in text_faults(name, passage.plain, MOST_CHARACTERS):
                self.notes.add(passage.line, kind, **facts)
        return found

    def paragraphs(self, name: str, nodes: _Nodes) -> Iterator[Passage]:
        for node in nodes:
            if node.type in {"bullet_list", "ordered_list"}:
                self.notes.add(self.line(node), Kind.NOT_PARAGRAPHS, name=name)
            elif node.type == "paragraph":
                yield self.passage(node)
            else:
                self.notes.add(self.line(node), _NOT_PLAIN[node.type])

    def phrases(self, name: str, nodes: _Nodes) -> Iterator[Passage]:
        for node in nodes:
            if node.type in _NOT_PLAIN:
                self.notes.add(self.line(node), _NOT_PLAIN[node.type])
            elif node.type != "bullet_list":
                self.notes.add(self.line(node), Kind.NOT_A_LIST, name=name)
            else:
                yield from self.items(name, node)

    def items(self, name: str, bullets: SyntaxTreeNode) -> Iterator[Passage]:
        for item in bullets.children:
            if [node.type for node in item.children] == ["paragraph"]:
                yield self.passage(item.children[0])
            else:
                self.notes.add(self.line(item), Kind.NOT_A_LIST, name=name)

    def passage(self, paragraph: SyntaxTreeNode) -> Passage:
        """The paragraph as it was written; a word that is not plain is noted on its own line."""
        text, first = "", self.line(paragraph)
        for node in paragraph.children[0].children:
            if node.type in _NOT_PLAIN:
                self.notes.add(first + text.count("\n"), _NOT_PLAIN[node.type])
            text += "\n" if node.type in {"softbreak", "hardbreak"} else _content(node)
        return Passage(text, first)


def _content(node: SyntaxTreeNode) -> str:
    if node.children:
        return "".join(_content(child) for child in node.children)
    return "\n" if node.type in {"softbreak", "hardbreak"} else node.content
