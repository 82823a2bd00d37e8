"""Checking what somebody holds: the question, and the verdict with its code, in one sentence, and what was proven."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from consult.i18n import _, ngettext
from consult.log.given import BUNDLE, RECEIPT, Held, TooMuch, Unacceptable, check_given
from consult.log.trust import Trust
from consult.log.verifier import Opened, Policy, Rejected, Unchecked, hash_leaf, read_policy
from consult.log.wording import word

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
    if held.kind == BUNDLE:
        return _bundle(held)
    if held.opened is None:
        raise RuntimeError("something holds and has no checkpoint")
    said = _checkpoint(held.opened)
    if held.kind == RECEIPT and held.receipt is not None:
        leaf = hash_leaf(held.receipt.leaf).hex()
        entry = _("Entry %(index)s with the leaf %(leaf)s stands in the log.", index=held.receipt.index, leaf=leaf)
        return _attested(held.opened, policy, _("The receipt holds."), (entry, *said))
    return _attested(held.opened, policy, _("The checkpoint is as the log signed it."), said)


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


def _bundle(held: Held) -> Verdict:
    return Verdict(HOLDS, "holds", _("The bundle holds."))
