"""The receipt of an act, as a machine reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consult.pages.log.receipt import ReceiptPage


@dataclass(frozen=True, slots=True)
class CosignerValue:
    """One witness that cosigned the checkpoint in the receipt, and when by its own clock."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptOfAct:
    """How far the receipt of an act has come: its entry in the log and the hash of that, the checkpoint that holds it
    (`origin`, `size`, `root`), who cosigned that, and between which moments it was logged. `asks_quorum` says that a
    number of witnesses is asked for here."""

    case: str
    n: int
    sentence: str
    recorded_at: datetime
    log_entry: int
    hash: str
    state: str
    origin: str
    size: int | None
    root: str
    cosigners: tuple[CosignerValue, ...]
    asks_quorum: bool
    not_before: datetime | None
    not_after: datetime | None
    by_witnesses: bool
    hrefs: Mapping[str, str]


def receipt_of_act(page: ReceiptPage, base: str) -> ReceiptOfAct:
    """Write the receipt of an act from its page.

    Long because: one line a field.
    """
    act = f"{base}/cases/{page.ref}/acts/{page.n}"
    return ReceiptOfAct(
        case=page.ref,
        n=page.n,
        sentence=page.sentence,
        recorded_at=page.recorded_at,
        log_entry=page.seq,
        hash=page.hash,
        state=page.state,
        origin=page.origin,
        size=page.size,
        root=page.root,
        cosigners=tuple(CosignerValue(one.name, one.at) for one in page.cosigners),
        asks_quorum=page.asks_quorum,
        not_before=page.bracket.not_before,
        not_after=page.bracket.not_after,
        by_witnesses=page.bracket.by_witnesses,
        hrefs={"self": f"{act}/receipt", "act": act},
    )
