"""Turn one TOML file into one Instrument, refusing what is not known.

The file name is the key in lower case. A provision's id is written as it is cited: "IX", "IX s3" (third sentence),
"V(2)" (second paragraph, numbered or not), "principle 6", "para 4". Not modelled: authentic texts, languages,
reservations.
"""

from __future__ import annotations

from pathlib import Path

from workflows.instruments.facts import FORCES, KINDS, LAYERS, Instrument, Provision
from workflows.instruments.over_time import read_descent, read_hardened
from workflows.parties.reading import GRADES, Entry, InstrumentError, read

LONGEST_PARAPHRASE = 400
PROVISION_KEYS = ("id", "title", "says", "grade", "from", "hardened")
INSTRUMENT_KEYS = (
    "key",
    "title",
    "short",
    "layer",
    "kind",
    "force",
    "grade",
    "adopted",
    "opened",
    "in_force",
    "depositaries",
    "bound_from",
    "withdrawal_months",
    "declaration",
    "reference",
    "reference_grade",
    "from",
    "hardened",
    "note",
)


def read_instrument(path: Path) -> Instrument:
    """Read one instrument; raise InstrumentError with file, line and reason."""
    top, rows = read(path, "provision")
    top.refuse_unknown(INSTRUMENT_KEYS)
    key = top.text("key")
    if path.stem != key.lower():
        raise top.wrong("key", f"file {path.name} must be named {key.lower()}.toml")
    provisions = tuple(_provision(key, row) for row in rows)
    seen: set[str] = set()
    for row, provision in zip(rows, provisions, strict=True):
        if provision.id in seen:
            raise row.wrong("id", f"{provision.id} is there twice")
        seen.add(provision.id)
    instrument = _instrument(top, provisions)
    if instrument.declaration and instrument.declaration not in seen:
        raise top.wrong("declaration", f"no provision {instrument.declaration}")
    return instrument


def check_lineage(instruments: dict[str, Instrument]) -> None:
    """Raise InstrumentError where an instrument descends from one that is not there."""
    for instrument in instruments.values():
        for ancestor in instrument.lineage:
            if ancestor not in instruments:
                reason = f"from: no instrument {ancestor}"
                raise InstrumentError(f"{instrument.key.lower()}.toml", None, reason)


def _provision(key: str, row: Entry) -> Provision:
    row.refuse_unknown(PROVISION_KEYS)
    says = row.text("says")
    if len(says) > LONGEST_PARAPHRASE:
        raise row.wrong("says", f"has {len(says)} characters, at most {LONGEST_PARAPHRASE}")
    grade = row.choice("grade", GRADES)
    return Provision(key, row.text("id"), row.text("title"), says, grade, read_descent(row), read_hardened(row))


def _instrument(top: Entry, provisions: tuple[Provision, ...]) -> Instrument:
    grade = top.choice("grade", GRADES)
    return Instrument(
        key=top.text("key"),
        title=top.text("title"),
        short=top.text("short"),
        layer=top.choice("layer", LAYERS),
        kind=top.choice("kind", KINDS),
        force=top.choice("force", FORCES),
        grade=grade,
        adopted=top.dated("adopted"),
        opened=top.dated("opened"),
        in_force=top.dated("in_force"),
        depositaries=top.texts("depositaries"),
        bound_from=top.whole("bound_from"),
        withdrawal_months=top.whole("withdrawal_months"),
        declaration=top.text("declaration", ""),
        reference=top.text("reference", ""),
        reference_grade=top.choice("reference_grade", GRADES, grade),
        lineage=top.texts("from"),
        note=top.text("note", ""),
        provisions=provisions,
        hardened=read_hardened(top),
    )
