"""The answers of a filing on paper: short ones as facts under their questions, long ones as paragraphs, lists as tables
or one entry after the other, and the clauses of a text one by one.
"""

from collections.abc import Iterator, Sequence

from consult.documents.formal.values import Answer, FormalPaper
from consult.documents.official.values import Block, Column, Facts, Heading, Paragraph, Quoted, Run, Table, Words
from consult.i18n import _, isolated
from workflows.kernel.frozen import dataclass
from workflows.kernel.joint_text import CLAUSES

LONGEST_CELL = 80
"""Characters of an answer beyond which a list is not set as a table."""
MOST_COLUMNS = 5


def set_answers(paper: FormalPaper, *, numbered: bool) -> tuple[Block, ...]:
    """Set the answers of a paper in the order of its questions."""
    setting = _Setting(paper, numbered)
    return tuple(_gathered(setting.answers(paper.answers)))


def _gathered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Join facts that follow one another."""
    rows: tuple[tuple[str, Words], ...] = ()
    for block in blocks:
        if isinstance(block, Facts):
            rows += block.rows
            continue
        if rows:
            yield Facts(rows)
            rows = ()
        yield block
    if rows:
        yield Facts(rows)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is needed to set answers."""

    paper: FormalPaper
    numbered: bool

    def answers(self, answers: Sequence[Answer]) -> Iterator[Block]:
        """Set the answers, each part of the filing under its heading."""
        here = ""
        for answer in answers:
            section = self.paper.sections.get(answer.key, "")
            if section and section != here:
                yield Heading(section, 2)
                here = section
            yield from self.one(answer)

    def one(self, answer: Answer, inside: str = "") -> Iterator[Block]:
        """Set one answer; ``inside`` names the entry in which it stands."""
        label = self._label(answer, inside)
        if answer.note:
            yield Facts(((label, answer.note),))
        elif answer.key == CLAUSES and _are_clauses(answer):
            for entry in answer.entries:
                yield from self._clause(entry)
        elif answer.entries:
            yield from self._entries(answer, label)
        elif answer.documents:
            yield Facts(((label, self._documents(answer)),))
        elif answer.kind == "long_text":
            yield Heading(label, 3)
            yield from self._text(answer.lines, numbered=self.numbered)
        else:
            yield Facts(((label, _in_a_line(answer)),))

    def _label(self, answer: Answer, inside: str) -> str:
        """Name a question; its provision is cited where it is another one than that of the act."""
        source = answer.provision
        cites = not inside and not source.is_product and source.citation not in self.paper.short
        return _("%(question)s (%(provision)s)", question=answer.label, provision=source.citation) if cites else (
            answer.label
        )  # fmt: skip

    def _text(self, lines: Sequence[str], *, numbered: bool) -> Iterator[Block]:
        """Set a long text: words in another language than the paper's are quoted in it."""
        if self.paper.filed_language != self.paper.language:
            yield Quoted("\n".join(lines), language=self.paper.filed_language)
        else:
            yield from (Paragraph(line, numbered=numbered) for line in lines if line.strip())

    def _clause(self, entry: Sequence[Answer]) -> Iterator[Block]:
        """Set a clause under its name and heading; it has a number of its own."""
        held = {answer.key: answer for answer in entry}
        name, heading = (" ".join(held[key].lines) if key in held else "" for key in ("key", "heading"))
        yield Heading(". ".join(word for word in (name, heading) if word), 3)
        yield from self._text(held["text"].lines, numbered=False)

    def _entries(self, answer: Answer, label: str) -> Iterator[Block]:
        if answer.kind == "group":
            yield Heading(label, 3)
            for inner in answer.entries[0]:
                yield from self.one(inner, label)
        elif (only := _only_column(answer)) is not None:
            yield Facts(((label, only),))
        elif _fits_a_table(answer):
            yield _table(answer, label)
        else:
            for number, entry in enumerate(answer.entries, 1):
                named = _("%(question)s, %(number)s", question=label, number=number)
                yield Heading(named, 3)
                for inner in entry:
                    yield from self.one(inner, named)

    def _documents(self, answer: Answer) -> Words:
        """Name documents as the annexes that they are."""
        numbers = {annex.digest: number for number, annex in enumerate(self.paper.annexes, 1)}
        runs: list[Run] = []
        for document in answer.documents:
            if document.digest in numbers:
                annex = _("Annex %(number)s", number=numbers[document.digest])
                runs.append(Run(f"{annex}: {document.name}", to=f"annex-{numbers[document.digest]}"))
            else:
                runs.append(Run(document.name))
        return tuple(runs)


def _are_clauses(answer: Answer) -> bool:
    """Say whether entries are clauses with words, and not only the names of some."""
    return all(any(one.key == "text" for one in entry) for entry in answer.entries)


def _only_column(answer: Answer) -> str | None:
    """Write a list whose entries hold one short answer each in one line; None for another list."""
    inner = [one for entry in answer.entries for one in entry]
    if len({one.key for one in inner}) > 1 or not _is_short(inner):
        return None
    return "; ".join(map(_in_a_line, inner))


def _is_short(answers: Sequence[Answer]) -> bool:
    return all(not one.entries and not one.documents and len(_in_a_line(one)) <= LONGEST_CELL for one in answers)


def _fits_a_table(answer: Answer) -> bool:
    inner = [one for entry in answer.entries for one in entry]
    return _is_short(inner) and len({one.key for one in inner}) <= MOST_COLUMNS


def _in_a_line(answer: Answer) -> str:
    return answer.note or "; ".join(isolated(line) for line in answer.lines if line)


def _table(answer: Answer, label: str) -> Table:
    """Set a list of short answers as a table; what was left open is an empty cell."""
    labels: dict[str, str] = {}
    for entry in answer.entries:
        labels |= {one.key: one.label for one in entry if one.key not in labels}
    rows = tuple(
        tuple({one.key: _in_a_line(one) for one in entry}.get(key) for key in labels) for entry in answer.entries
    )
    return Table(answer.key, label, tuple(Column(label) for label in labels.values()), rows)
