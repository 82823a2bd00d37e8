"""Comparing two checkpoints: whether one continues the other, in words, and what to keep where they do not."""

from base64 import b64encode

from sqlalchemy import Connection

from consult.i18n import _
from consult.log.comparing import APART, CONSISTENT, CUT, FORK, SAME, Comparison, compare_here
from consult.log.integrity import newest
from consult.log.trust import Trust
from consult.pages.log.checking import HOLDS, OPEN, REJECTED, BadPolicy, Verdict, choose_policy, judged
from workflows.kernel.frozen import dataclass

WORDS = {
    SAME: (HOLDS, "same"),
    CONSISTENT: (HOLDS, "consistent"),
    FORK: (REJECTED, "fork"),
    APART: (REJECTED, "apart"),
    CUT: (REJECTED, "cut"),
}


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two notes as they were pasted, and what they say together; the proof that joins them, one hash a line."""

    title: str
    first: str
    second: str
    policy: str
    policy_given: str
    policy_fault: str
    verdict: Verdict | None = None
    proof: str = ""

    @property
    def status(self) -> int:
        """Answer the status under which the page leaves."""
        if self.policy_fault:
            return 422
        return self.verdict.status if self.verdict else 200


def compare_page(
    conn: Connection, trust: Trust | None, first: str = "", second: str = "", pasted: str = ""
) -> ComparePage:
    """Draw up the question, and the answer once two notes were given."""
    title, own = _("Compare two checkpoints"), trust.text if trust else ""
    given = (title, first, second, own, pasted)
    if not first and not second:
        return ComparePage(*given, "")
    try:
        policy = choose_policy(trust, pasted)
    except BadPolicy as fault:
        return ComparePage(*given, str(fault))
    last = newest(conn)
    made: list[Comparison] = []

    def check() -> Verdict:
        notes = [note.replace("\r\n", "\n") for note in (first, second)]
        made.append(compare_here(conn, notes[0], notes[1], policy, last.origin if last else ""))
        return _verdict(made[0])

    verdict = judged(check)
    proof = "".join(f"{b64encode(each).decode()}\n" for each in made[0].proof) if made else ""
    return ComparePage(*given, "", verdict, proof if verdict.code == CONSISTENT else "")


def _verdict(found: Comparison) -> Verdict:
    """Say what two checkpoints say together.

    Long because: one sentence an outcome.
    """
    outcome, code = WORDS.get(found.outcome, (OPEN, "sizes-differ"))
    old, new = found.older.checkpoint.size, found.newer.checkpoint.size
    sentences = {
        SAME: _("Both say the same of the same %(new)s entries.", old=old, new=new),
        CONSISTENT: _(
            "The checkpoint of %(new)s entries continues that of %(old)s: nothing before was changed.", old=old, new=new
        ),
        FORK: _("The log has forked: it signed two different logs of %(new)s entries.", new=new),
        APART: _(
            "The log has forked, or this installation was changed: the log signed checkpoints of %(old)s and of "
            "%(new)s entries that are not both of the tree that is kept here.",
            old=old,
            new=new,
        ),
        CUT: _(
            "The log signed %(new)s entries, and this installation holds fewer: the log was cut, or this is not all of "
            "it.",
            new=new,
        ),
    }
    elsewhere = _("The log of this installation cannot join these two; whoever keeps a copy of that log can.")
    sentence = sentences.get(found.outcome, elsewhere)
    keep = _("Keep both notes as they are: the log's signature on each is the evidence. Show them to the other States.")
    if outcome == REJECTED:
        return Verdict(outcome, code, sentence, unproven=(keep,), status=422)
    return Verdict(outcome, code, sentence)
