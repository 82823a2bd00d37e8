"""Documents that the tests of this folder draw: the three forms, the six languages, and what somebody hostile files."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from consult.documents.official.values import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Header,
    Heading,
    Items,
    Paragraph,
    Quoted,
    Run,
    Signature,
    Table,
    Words,
)
from consult.drawing.report_charts import Bar, measured_bars

DAY = date(2026, 2, 20)
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def chart(label: str = "Negotiation", direction: str = "ltr") -> Chart:
    """Make a chart with one bar, and its table."""
    svg = measured_bars(
        [Bar(label, 12, "12")], title="Median days", description="One bar.", none="None.", direction=direction
    )
    rows = ((label, 12),)
    table = Table("days-table", "Median days in words", (Column("Stage"), Column("Days", "number")), rows)
    return Chart("days", "Median days by stage", svg, f"{label} took 12 days.", table)


def table(rows: int = 3) -> Table:
    """Make a table of every kind of column, whose rows are places."""
    columns = (Column("Procedure"), Column("Opened", "number"), Column("On", "date"), Column("Record", "code"))
    instant = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)
    cells: list[tuple[Cell, ...]] = [
        (f"Consultation {at}", -at, instant if at % 7 == 6 else date(2026, 1, 1 + at % 28), f"{at:04x}{DIGEST[:12]}")
        for at in range(rows)
    ]
    places = tuple(f"row-{at}" for at in range(rows))
    return Table("acts", "Consultations by procedure", columns, tuple(cells), "Only what was released.", places)


def united_nations(rows: int = 3, **changed: object) -> Document:
    """Make a document of the United Nations with every kind of block."""
    told: dict[str, object] = {
        "form": "un",
        "title": "Consultations before activities in outer space",
        "sender": "Permanent Mission of Japan",
        "body": "Legal Subcommittee",
        "session": "Sixty-fifth session",
        "agenda_item": "6",
        "dated": DAY,
        "distribution": "Limited",
        "submitted_by": ("Japan", "Brazil"),
        "marks": ("Exercise", "Draft"),
    }
    blocks: tuple[Block, ...] = (
        Heading("Overview", place="overview"),
        Paragraph("The delegation opened twelve consultations.", place="opened"),
        Paragraph(
            (
                Run("See "),
                Run("row two", to="row-1"),
                Run(", ", "plain"),
                Run("paragraph one", "strong", to="opened"),
                Run(" and "),
                Run("nowhere", "emphasis", to="no-such-place"),
                Run(DIGEST[:8], "code"),
            )
        ),
        Heading("Details", 3),
        Items(("first point", (Run("second"), Run(" point", "strong")))),
        Items(("unlettered",), lettered=False),
        Facts((("Activity", "Landing"), ("Period", (Run("March", "emphasis"),)))),
        Quoted("We take note.\nWe reserve our position.", "Brazil", "en"),
        table(rows),
        chart(),
        Paragraph("Without a number.", numbered=False),
        Signature("Vienna", DAY, "A. Example", "Permanent Representative"),
    )
    return Document(Header(**{**told, **changed}), blocks, "en", DIGEST)  # type: ignore[arg-type]  # of a table of words


def note_verbale() -> Document:
    """Make a note verbale."""
    header = Header(
        form="note",
        title="Note verbale",
        sender="Permanent Mission of Japan",
        addressee="Office for Outer Space Affairs\nVienna",
        number="JPM/2026/45",
        dated=DAY,
        symbol="A/AC.105/1300",
        session="Sixty-fifth session",
    )
    blocks = (
        Paragraph("The Permanent Mission presents its compliments.", numbered=False),
        Facts((("Activity", "Landing"),)),
        Signature("Vienna", DAY, "", "", initialled=True),
    )
    return Document(header, blocks, "en", DIGEST)


def paper() -> Document:
    """Make a paper between two parties."""
    header = Header("paper", "Request for consultations", "Brazil", "Japan", number="CON-2026-1/3", dated=DAY)
    return Document(header, (Paragraph("Brazil asks for consultations."),), "en", DIGEST)


SIX = {
    "ar": (
        "تقرير عن المشاورات",
        "البعثة الدائمة لمصر",
        "نظرة عامة",
        "فتح الوفد مشاورات بموجب المادة التاسعة",
        "العدد",
        "مشاورة",
    ),
    "zh": ("关于磋商的报告", "中国常驻代表团", "概述", "代表团根据第九条开展了磋商。", "数量", "磋商"),
    "en": (
        "Report on consultations",
        "Mission of Nigeria",
        "Overview",
        "The delegation consulted.",
        "Number",
        "Consultation",
    ),
    "fr": (
        "Rapport sur les consultations",
        "Mission de la Côte d’Ivoire",
        "Aperçu",
        "L’État a consulté à Noël.",
        "Nombre",
        "Échange",
    ),
    "ru": (
        "Доклад о консультациях",
        "Постоянное представительство",
        "Обзор",
        "Делегация провела консультации.",
        "Число",
        "Ещё",
    ),
    "es": (
        "Informe sobre las consultas",
        "Misión de España",
        "Panorama",
        "¿La delegación consultó? Sí, señor.",
        "Número",
        "Año",
    ),
}


def in_language(code: str) -> Document:
    """Make a document in one of the six languages of the United Nations, with a chart and a table."""
    title, sender, heading, said, number, row = SIX[code]
    rows = ((row, 3), (f"{row} (JPN)", -4))
    blocks = (
        Heading(heading),
        Paragraph(said, place="a"),
        Paragraph((Run(said, "strong", to="a"),)),
        Items((said,)),
        Facts(((heading, said),)),
        Quoted(said, sender, code),
        Table("t", title, (Column(heading), Column(number, "number")), rows, said),
        chart(row, "rtl" if code == "ar" else "ltr"),
        Signature("Vienna", DAY, sender, heading),
    )
    header = Header("un", title, sender, dated=DAY, original_language=code, distribution=number, marks=(heading,))
    return Document(header, blocks, code, DIGEST)


HOSTILE = (
    '<script>alert("x")</script>',
    "</style></title></w:t><w:t>&amp;<!--",
    "]]> <?xml?> <![CDATA[",
    '#panic("x") $ sum $ *b* _e_ `raw` <label> @ref // no \\ end /* never closed',
    '#image("/etc/passwd") #sys.inputs #read("form.typ")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "\t=1+1",
    "'quoted",
    "{{ 7 * 7 }} {% for %}",
    "%(name)s %s {0}",
    "javascript:alert(1)",
    '" onmouseover="alert(1)',
    "a\x00b\x08c\x1fd\x85e\ufffef\ud800g\ufeff",
    "turned \u202eback\u2066 and never turned again",
    "Gāozǔ 𠀀 \ue000 가나다 🚀👩\u200d🚀",
    "Donaudampfschifffahrt" * 40,
    "é" * 200,
    "-5",
    "line\r\nline\u2028line",
    " ",
    "",
)


def hostile() -> Document:
    """Make a document whose every text is hostile, one after the other."""
    many = HOSTILE * 3
    texts = iter(many[at % len(many)] for at in range(10_000))
    columns = (Column(next(texts)), Column(next(texts), "code"), Column(next(texts), "number"))
    rows = tuple((text, text, text) for text in HOSTILE)
    told = Table("<k>", next(texts), columns, rows, next(texts), tuple(f"row {at} <>" for at in range(len(rows))))
    blocks: list[Block] = []
    for text in HOSTILE:
        voices = tuple(Run(text, voice, "row 1 <>") for voice in ("plain", "strong", "emphasis", "code"))  # type: ignore[arg-type]  # of a tuple of words
        blocks += [Heading(text, place=text), Paragraph(text, place=text), Paragraph(voices), Items((text, voices))]
        blocks += [Facts(((text, text),)), Quoted(text, text, text[:8]), Signature(text, DAY, text, text)]
    header = Header(
        "un", *HOSTILE[:2], *HOSTILE[2:8], dated=DAY, submitted_by=HOSTILE, marks=HOSTILE, distribution=HOSTILE[3]
    )
    return Document(header, (*blocks, told, chart('<b>"&')), "en", "<i>")


def words_of(document: Document) -> Iterator[str]:
    """Yield every text that a document says, in order of its blocks."""
    header = document.header
    yield from (header.title, header.sender, header.addressee, header.body, header.session, header.agenda_item)
    yield from (header.symbol, header.number, header.distribution, *header.submitted_by, *header.marks)
    for block in document.blocks:
        yield from _said(block)
    yield document.digest


def _said(block: Block) -> Iterator[str]:
    """Yield the texts of one block."""
    if isinstance(block, Heading):
        yield block.words
    elif isinstance(block, Paragraph):
        yield from _runs(block.words)
    elif isinstance(block, Items):
        yield from (text for item in block.items for text in _runs(item))
    elif isinstance(block, Facts):
        yield from (text for name, value in block.rows for text in (name, *_runs(value)))
    elif isinstance(block, Quoted):
        yield from (block.words, block.by)
    elif isinstance(block, Chart):
        yield from (block.title, block.says, *_said(block.table))
    elif isinstance(block, Table):
        yield from (block.title, block.note, *(column.heading for column in block.columns))
        yield from (str(cell) for row in block.rows for cell in row if isinstance(cell, str | int))
    else:
        yield from (block.place, block.by, block.office)


def _runs(words: Words) -> Iterator[str]:
    """Yield the texts of runs."""
    yield from [words] if isinstance(words, str) else [run.words for run in words]
