"""What a verification of the log can find, each kind with its code and its sentence.

Codes are stable, for programs and tests; sentences are for people and are translated. A finding names the entry it
was made at, where there is one. A damaged log can hold very many: the first thousand are kept, the rest are counted.
"""

from collections.abc import Iterable
from dataclasses import field
from typing import Any

from consult.i18n import _l
from workflows.kernel.frozen import dataclass

MOST_KEPT = 1000

SENTENCES = {
    "leaf-hash": _l("Entry %(seq)s: the stored hash is not the hash of the entry."),
    "leaf-shape": _l("Entry %(seq)s: these bytes are not a leaf of this log."),
    "leaf-tag": _l("Entry %(seq)s: the tag beside the entry is not the tag inside it."),
    "seq-gap": _l("Entry %(seq)s stands where entry %(expected)s should: numbers are missing or out of order."),
    "node-wrong": _l("Node %(index)s of level %(level)s is not the hash over its two halves."),
    "node-missing": _l("Node %(index)s of level %(level)s is missing."),
    "node-extra": _l("Node %(index)s of level %(level)s stands over entries that do not exist."),
    "head-missing": _l("The log has no head."),
    "head-size": _l("The head says %(stored)s entries; there are %(counted)s."),
    "head-peaks": _l("The head holds other hashes than the entries give."),
    "tag-repeated": _l("The tag %(tag)s occurs %(times)s times: one step was logged more than once."),
    "tag-wrong": _l("Entry %(seq)s: the tag is not that of step %(n)s of chain %(chain)s."),
    "chain-unknown": _l("Entry %(seq)s belongs to chain %(chain)s, which does not exist."),
    "chain-gap": _l("Chain %(chain)s: entry %(seq)s is step %(n)s where step %(expected)s should follow."),
    "chain-order": _l("Chain %(chain)s: entry %(seq)s comes before the step that it follows."),
    "chain-n": _l("Entry %(seq)s: the step number inside the entry is not %(n)s."),
    "chain-prev": _l("Entry %(seq)s does not name the entry before it in chain %(chain)s."),
    "chain-end": _l(
        "Chain %(chain)s: its row says %(stored)s steps, its entries say %(counted)s, or they end differently."
    ),
    "opening-wrong": _l("Entry %(seq)s: the opening of %(field)s does not match its digest."),
    "opening-value": _l("Entry %(seq)s: the opening of %(field)s is not readable."),
    "opening-stray": _l(
        "There is an opening of %(field)s for entry %(seq)s, which does not exist or has no such field."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be: its code, the entry concerned if there is one, and a sentence."""

    code: str
    seq: int | None
    sentence: str


@dataclass(slots=True)
class Findings:
    """The findings of one verification, in the order in which they were made."""

    kept: list[Finding] = field(default_factory=list)
    count: int = 0

    def note(self, code: str, seq: int | None = None, **values: Any) -> None:
        """Add a finding of a known kind."""
        sentence = str(SENTENCES[code]) % {"seq": seq, **values}
        self.add([Finding(code, seq, sentence)])

    def add(self, findings: Iterable[Finding]) -> None:
        """Add findings made elsewhere, such as by the replay of cases."""
        for each in findings:
            self.count += 1
            if len(self.kept) < MOST_KEPT:
                self.kept.append(each)
