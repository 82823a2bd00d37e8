"""The log as a machine reads it: where it stands, its entries as far as they may be read, receipts, and verdicts."""

from collections.abc import Mapping
from datetime import datetime

from consult.pages.log.checking import Verdict
from consult.pages.log.entry import EntryPage
from consult.pages.log.lines import EntryLine
from consult.pages.log.receipt import ReceiptPage
from consult.pages.log.record import LogPage
from consult.pages.witnesses import WitnessesPage
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class LogValue:
    """Where the log stands by its newest checkpoint, what the host found when it looked at what is stored (which proves
    nothing against it), its epochs, and where all that checks it is had. Before the first checkpoint `size` is null."""

    origin: str
    epoch: int
    epochs: tuple[int, ...]
    size: int | None
    root: str
    signed_at: datetime | None
    cosigned: int
    witnesses: int
    is_stale: bool
    waiting: int
    is_sound: bool
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EntryItem:
    """One entry: its number, its hash, when a checkpoint first covered it; what it is where that may be read. Of a
    sealed one nothing else is said."""

    seq: int
    hash: str
    covered_at: datetime | None
    kind: str
    sentence: str
    office: str
    party: str
    recorded_at: datetime | None
    case: str
    n: int | None
    level: str
    details: Mapping[str, str]
    href: str


@dataclass(frozen=True, slots=True)
class EntryList:
    """A page of the log, the newest entry first; `next` is the address of the page that follows."""

    items: tuple[EntryItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class LeafField:
    """One field of a leaf: its name, what it is for, the digest that stands in the leaf, and the value where it is
    opened to the asker: `open`, `withheld` or `erased`."""

    name: str
    meaning: str
    digest: str
    state: str
    value: str


@dataclass(frozen=True, slots=True)
class EntryValue:
    """One entry with the fields of its leaf. `fits` says that what was opened is what was sealed; `n` is its number in
    its chain; `state` how far its proof is: recorded, sealed or attested, by a checkpoint of `size`."""

    entry: EntryItem
    tag: str
    fields: tuple[LeafField, ...]
    is_opened: bool
    fits: bool
    n: int | None
    state: str
    size: int | None
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CosignerValue:
    """A witness that cosigned, and when by its own clock."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptValue:
    """How far the receipt of an act has come, under which checkpoint, and between which moments it was logged.
    `is_final` says that it will not change any more."""

    case: str
    n: int
    sentence: str
    recorded_at: datetime
    log_entry: int
    hash: str
    state: str
    is_proof: bool
    is_final: bool
    asks_quorum: bool
    origin: str
    size: int | None
    root: str
    cosigners: tuple[CosignerValue, ...]
    not_before: datetime | None
    not_after: datetime | None
    by_witnesses: bool
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VerdictValue:
    """What came of a check: `holds`, `open` or `rejected`, its code, the sentence, what was proven and what was not.
    `proof` joins two checkpoints, one hash a line."""

    outcome: str
    code: str
    sentence: str
    proven: tuple[str, ...]
    unproven: tuple[str, ...]
    proof: str = ""


@dataclass(frozen=True, slots=True)
class WitnessValue:
    """A witness of the policy: its key, what it cosigned last and when, and what came of asking it last."""

    name: str
    key: str
    size: int | None
    time: datetime | None
    is_late: bool
    said: str
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckpointValue:
    """A checkpoint with those who cosigned it."""

    size: int
    root: str
    signed_at: datetime
    cosigners: tuple[CosignerValue, ...]
    is_attested: bool


@dataclass(frozen=True, slots=True)
class WitnessesValue:
    """The witnesses and the last checkpoints; `enough` is the number in the quorum where that is a plain one."""

    epoch: int
    enough: int | None
    asks_nobody: bool
    fault: str
    witnesses: tuple[WitnessValue, ...]
    checkpoints: tuple[CheckpointValue, ...]


def log_value(page: LogPage, base: str) -> LogValue:
    """Write the log from its page.

    Long because: one line a field.
    """
    line, here = page.record, f"{base}/log"
    hrefs = {"self": here, "entries": f"{here}/entries", "witnesses": f"{here}/witnesses"}
    hrefs |= {"check": f"{base}/checks", "verifier": f"{base}/checks/consult-verify.py"}
    hrefs |= {"policy": f"{base}/checks/policy.txt"} if page.has_policy else {}
    if page.epoch in page.epochs:
        hrefs |= {"checkpoint": f"{here}/{page.epoch}/checkpoint", "tiles": f"{here}/{page.epoch}/tile/"}
    return LogValue(
        line.origin if line else "",
        page.epoch,
        page.epochs,
        line.size if line else None,
        line.root if line else "",
        line.signed_at if line else None,
        line.cosigned if line else 0,
        line.witnesses if line else 0,
        line.is_stale if line else False,
        page.check.waiting,
        page.check.sound,
        hrefs,
    )


def entry_item(line: EntryLine, base: str) -> EntryItem:
    """Write an entry as lists have it."""
    return EntryItem(
        line.seq,
        line.hash,
        line.covered_at,
        line.kind,
        line.sentence,
        line.office,
        line.party,
        line.recorded_at,
        line.ref,
        line.n,
        line.level,
        dict(line.details),
        f"{base}/log/entries/{line.seq}",
    )


def entry_value(page: EntryPage, base: str) -> EntryValue:
    """Write one entry from its page."""
    entry = entry_item(page.line, base)
    hrefs = {"self": entry.href, "leaf": f"{entry.href}/leaf"}
    hrefs |= {"receipt": f"{entry.href}/receipt"} if page.has_receipt else {}
    hrefs |= {"openings": f"{entry.href}/openings"} if page.is_opened else {}
    hrefs |= {"act": f"{base}/cases/{entry.case}/acts/{entry.n}"} if entry.case and entry.n is not None else {}
    fields = tuple(LeafField(one.name, one.meaning, one.digest, one.state, one.value) for one in page.fields)
    return EntryValue(entry, page.tag, fields, page.is_opened, page.fits, page.n, page.state, page.size, hrefs)


def receipt_value(page: ReceiptPage, base: str) -> ReceiptValue:
    """Write a receipt from its page.

    Long because: one line a field.
    """
    act, entry = f"{base}/cases/{page.ref}/acts/{page.n}", f"{base}/log/entries/{page.seq}"
    hrefs = {"self": f"{act}/receipt", "act": act, "entry": entry, "leaf": f"{entry}/leaf"}
    hrefs |= {"openings": f"{entry}/openings"} | ({"proof": f"{entry}/receipt"} if page.is_proof else {})
    return ReceiptValue(
        page.ref,
        page.n,
        page.sentence,
        page.recorded_at,
        page.seq,
        page.hash,
        page.state,
        page.is_proof,
        page.is_final,
        page.asks_quorum,
        page.origin,
        page.size,
        page.root,
        tuple(CosignerValue(one.name, one.at) for one in page.cosigners),
        page.bracket.not_before,
        page.bracket.not_after,
        page.bracket.by_witnesses,
        hrefs,
    )


def verdict_value(verdict: Verdict, proof: str = "") -> VerdictValue:
    """Write what came of a check."""
    return VerdictValue(verdict.outcome, verdict.code, verdict.sentence, verdict.proven, verdict.unproven, proof)


def witnesses_value(page: WitnessesPage) -> WitnessesValue:
    """Write the witnesses from their page."""
    witnesses = tuple(
        WitnessValue(one.name, one.key, one.size, one.time, one.is_late, one.said, one.asked_at)
        for one in page.witnesses
    )
    checkpoints = tuple(
        CheckpointValue(
            one.size,
            one.root,
            one.signed_at,
            tuple(CosignerValue(name, at) for name, at in one.cosigned),
            one.is_attested,
        )
        for one in page.checkpoints
    )
    return WitnessesValue(page.epoch, page.enough, page.asks_nobody, page.fault, witnesses, checkpoints)
