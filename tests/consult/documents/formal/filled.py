"""A filing of any procedure with every question answered, and the formal paper of it without a case around it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from consult.documents.formal import Annex, Answer, FormalPaper, Record, Signed, Writer
from consult.documents.official.values import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    Quoted,
    Signature,
    Table,
    Words,
)
from consult.forms import DocumentChoice
from consult.pages.cases.papers import read_paper
from tests.consult.forms.every_kind import BODY, SPEC
from workflows.kernel.fields import NOTE, Field, FilingSpec

DIGEST = "cd" * 32
NAMES = {"JPN": "Japan", "FRA": "France", "KOR": "Republic of Korea"}
ANNEX = Annex("Plan of the descent.pdf", "application/pdf", 12345, DIGEST, "fr", "C3: one bilateral track")
OWN = {spec.kind: BODY[spec.key] for spec in reversed(SPEC.fields)}
JAPAN = Writer("Permanent Mission of Japan, Vienna", "the Permanent Mission of Japan", "Japan", "Counsellor")
FRANCE = Writer("Ministry of Foreign Affairs of France", "the Ministry of Foreign Affairs of France", "France")
KOREA = Writer("Ministry of Foreign Affairs of the Republic of Korea", "the Ministry of Korea", "the Republic of Korea")
RECORD = Record(
    n=2,
    recorded_at=datetime(2026, 11, 20, 9, 0, 30, tzinfo=UTC),
    on=datetime(2026, 11, 20, 9, 0, 30, tzinfo=UTC),
    day=None,
    digest=DIGEST,
    is_part=False,
    address="https://consult.example/cases/OST9-2026-AAAAAA/acts/2",
    proof="https://consult.example/cases/OST9-2026-AAAAAA/acts/2/receipt",
    entry="https://consult.example/audit/entries/17",
)


def fill(spec: FilingSpec) -> dict[str, Any]:
    """Answer every question of a filing, in words that no other question has."""
    return {field.key: answer(field, field.key) for field in spec.fields}


def answer(field: Field, path: str) -> Any:
    """Answer one question; texts hold the path of theirs."""
    if field.kind == "text":
        return f"Words at {path}"
    if field.kind == "long_text":
        return f"First words at {path}.\n\nLast words at {path}."
    if field.kind in ("choice", "choices"):
        keys = [key for key, _title in field.options]
        return keys[-1] if field.kind == "choice" else keys
    if field.kind == "list":
        return [{one.key: answer(one, f"{path}/{n}/{one.key}") for one in field.of} for n in (1, 2)]
    if field.kind == "group":
        return {one.key: answer(one, f"{path}/{one.key}") for one in field.of}
    if field.kind == "document":
        return {"digest": DIGEST, "level": "C3"}
    return {"decimal": {"value": "1.5", "unit": (*field.units, "km")[0]}}.get(field.kind, OWN[field.kind])


def read(spec: FilingSpec, body: dict[str, Any]) -> tuple[Answer, ...]:
    """Read a filing as a page does."""
    return read_paper(spec, body, NAMES, [DocumentChoice(DIGEST, ANNEX.name, ANNEX.media, ANNEX.size, "fr", "C3", "")])


def paper(spec: FilingSpec, body: dict[str, Any] | None = None, **changes: Any) -> FormalPaper:
    """Give the paper of a filing, a note of Japan to France and Korea unless it is changed."""
    usual: dict[str, Any] = {
        "form": NOTE,
        "title": spec.title,
        "step": "Serve notice",
        "ref": "OST9-2026-AAAAAA",
        "number": "OST9-2026-AAAAAA/2",
        "case_title": "Landing near the rim",
        "procedure": "Consultation before a planned activity",
        "sender": JAPAN,
        "addressees": (FRANCE, KOREA),
        "parties": ("Japan", "France", "the Republic of Korea"),
        "basis": (("Outer Space Treaty, Article IX, third sentence", "treaty law"),),
        "short": frozenset({"OST IX s3"}),
        "answers": read(spec, fill(spec) if body is None else body),
        "sections": {},
        "annexes": (ANNEX,),
        "signed": (
            Signed("Japan", "Counsellor", date(2026, 11, 20)),
            Signed("France", "Counsellor", date(2026, 11, 21)),
        ),
        "marks": ("C2: case parties",),
        "level": "C2: case parties",
        "language": "en",
        "filed_language": "en",
        "digest": DIGEST,
        "place": "Vienna",
        "dated": date(2026, 11, 20),
        "record": RECORD,
    }
    return FormalPaper(**usual | changes)


def words_of(document: Document) -> str:
    """Give all that a document says, a line a thing."""
    head = document.header
    lines = [head.title, head.sender, head.addressee, head.number, *head.marks]
    return "\n".join([*lines, *(line for block in document.blocks for line in _said(block)), document.digest])


def _said(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Quoted():
            yield block.words
        case Paragraph():
            yield _plain(block.words)
        case Facts():
            yield from (f"{name}: {_plain(words)}" for name, words in block.rows)
        case Table():
            yield from (block.title, *(column.heading for column in block.columns))
            yield from (str(cell) for row in block.rows for cell in row if cell is not None)
        case Signature():
            yield f"{block.place} {block.dated} {block.by} {block.office}"


def _plain(words: Words) -> str:
    return words if isinstance(words, str) else "".join(run.words for run in words)
