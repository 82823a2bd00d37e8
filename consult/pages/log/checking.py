"""Checking what somebody holds: the question, and the verdict with its code, in one sentence, and what was proven."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from consult.i18n import _, ngettext
from consult.log.given import Held, TooMuch, Unacceptable, check_given
from consult.log.trust import Trust
from consult.log.verifier import Bundle, Opened, Policy, Receipt, Rejected, Unchecked, hash_leaf, read_policy
from consult.log.wording import word
from workflows.kernel.frozen import dataclass

HOLDS, OPEN, REJECTED = "holds", "open", "rejected"
ANSWERS = {HOLDS: 200, OPEN: 200, REJECTED: 422}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check: how it ended, its code, the sentence, what was proven and what was not."""

    outcome: str
    code: str
    sentence: str
    proven: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    status: int = 200


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The question, and the verdict once something was given; with the verifier's own digest."""

    title: str
    policy: str
    policy_given: str
    policy_fault: str
    verifier_digest: str
    verdict: Verdict | None = None

    @property
    def status(self) -> int:
        """Answer the status under which the page leaves."""
        if self.policy_fault:
            return 422
        return self.verdict.status if self.verdict else 200


class BadPolicy(ValueError):
    """The policy that was pasted cannot be read, or there is none; the sentence says why."""


def check_page(trust: Trust | None, verifier_digest: str, data: bytes | None = None, pasted: str = "") -> CheckPage:
    """Draw up the question, and with something given the verdict by the pasted policy, else by that of the log."""
    page = CheckPage(_("Check what you hold"), trust.text if trust else "", pasted, "", verifier_digest)
    if data is None:
        return page
    try:
        return replace(page, verdict=judge(data, choose_policy(trust, pasted)))
    except BadPolicy as fault:
        return replace(page, policy_fault=str(fault))


def choose_policy(trust: Trust | None, pasted: str) -> Policy:
    """Read the pasted policy, or take that of the log; raises BadPolicy."""
    if not pasted.strip():
        if trust is None:
            raise BadPolicy(_("This log has no policy yet: paste the one by which to check."))
        return trust.policy
    try:
        return read_policy(pasted.replace("\r\n", "\n"))
    except Rejected as fault:
        raise BadPolicy(word(fault)) from None


def judge(data: bytes, policy: Policy) -> Verdict:
    """Check what was given, and say what came of it."""
    return judged(lambda: held_words(check_given(data, policy), policy))


def judged(check: Callable[[], Verdict]) -> Verdict:
    """Make a verdict of whatever a check answers or raises."""
    try:
        return check()
    except TooMuch as fault:
        return Verdict(REJECTED, fault.code, str(fault), status=413)
    except Unacceptable as fault:
        return Verdict(REJECTED, fault.code, str(fault), status=422)
    except Unchecked as fault:
        return Verdict(OPEN, fault.code, word(fault))
    except Rejected as fault:
        return Verdict(REJECTED, fault.code, word(fault), status=422)


def held_words(held: Held, policy: Policy) -> Verdict:
    """Say what holds, and what that proves."""
    if isinstance(held, Bundle):
        return _bundle(held, policy)
    if isinstance(held, Receipt):
        found = held
        leaf = hash_leaf(found.leaf).hex()
        entry = _("Entry %(index)s with the leaf %(leaf)s stands in the log.", index=found.index, leaf=leaf)
        return _attested(found.opened, policy, _("The receipt holds."), (entry, *_checkpoint(found.opened)))
    return _attested(held, policy, _("The checkpoint is as the log signed it."), _checkpoint(held))


def _attested(opened: Opened, policy: Policy, sentence: str, proven: tuple[str, ...]) -> Verdict:
    if policy.quorum == "none":
        alone = _("That anybody beside the host has seen it: this policy asks no witness.")
        return Verdict(HOLDS, "holds", sentence, proven, (alone,))
    if opened.attested:
        return Verdict(HOLDS, "holds", sentence, proven)
    missing = _("That a quorum of witnesses has seen it: until then only the log's own signature speaks for it.")
    return Verdict(OPEN, "not-attested", sentence, proven, (missing,))


def _checkpoint(opened: Opened) -> tuple[str, ...]:
    """Say what a checkpoint says and who stands behind it."""
    of = opened.checkpoint
    size = ngettext(
        "The log %(origin)s had %(num)s entry, with the root %(root)s.",
        "The log %(origin)s had %(num)s entries, with the root %(root)s.",
        of.size,
        origin=of.origin,
        root=of.root.hex(),
    )
    witnesses = [
        _("%(name)s cosigned it at %(at)s UTC.", name=each.verifier.name, at=_moment(each.seconds))
        for each in opened.cosignatures
        if each.seconds
    ]
    return (size, *witnesses)


def _moment(seconds: int) -> str:
    """Write a time of a witness; one beyond all calendars is written as it was given."""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}"
    except (OverflowError, ValueError, OSError):
        return str(seconds)


def _bundle(bundle: Bundle, policy: Policy) -> Verdict:
    """Say what a bundle proves: its entries, its chains without a gap, its files by digest.

    Long because: one sentence after the other.
    """
    receipts, chains = bundle.receipts.values(), bundle.chains
    newest = max((each.opened for each in receipts), key=lambda one: one.checkpoint.size, default=None)
    proven = [
        _("Every byte of the file is as it was written: %(num)s files by SHA-256.", num=len(bundle.digests)),
        ngettext("%(num)s entry stands in the log.", "%(num)s entries stand in the log.", len(bundle.receipts)),
        ngettext(
            "What %(num)s entry was opened to is what was sealed.",
            "What %(num)s entries were opened to is what was sealed.",
            len(bundle.openings),
        ),
        *(
            _("No step of a chain of %(steps)s (%(kind)s) is missing up to the last one.", steps=steps, kind=kind)
            for kind, steps in chains
        ),
        *(_checkpoint(newest) if newest else ()),
    ]
    unproven = []
    if bundle.unproved:
        numbers = ", ".join(str(index) for index in bundle.unproved)
        unproven.append(
            _("That these entries stand in the log, since they have no receipt: %(numbers)s.", numbers=numbers)
        )
    if bundle.loose:
        unproven.append(_("Whence these files come, which no entry names: %(names)s.", names=", ".join(bundle.loose)))
    if policy.quorum == "none":
        unproven.append(_("That anybody beside the host has seen it: this policy asks no witness."))
    elif not all(each.attested for each in receipts):
        unproven.append(_("That a quorum of witnesses has seen all of it."))
    if bundle.count("parts"):
        parts = bundle.count("parts")
        unproven.append(
            ngettext(
                "The words of %(num)s paper that is given in part.",
                "The words of %(num)s papers that are given in part.",
                parts,
            )
        )
    unproven.append(_("What sealed branches of its log hold, and whether there are any for this case."))
    unproven.append(_("Whether the log holds further steps after these: the verifier tells with an export of the log."))
    holds = bundle.attested
    return Verdict(
        HOLDS if holds else OPEN,
        "holds" if holds else "not-attested",
        _("The bundle holds."),
        tuple(proven),
        tuple(unproven),
    )
