"""Cases of other installations: the list with the form that checks a file, and what a check found."""

from collections.abc import Sequence
from typing import Any

from consult.i18n import _, ngettext
from consult.imported import Content, Prepared, Refused, Trusting
from consult.imported.differing import Difference
from consult.imported.keeping import BUNDLE, GIVEN, HERE
from consult.log.trust import Trust
from consult.log.verifier import Rejected, read_policy
from consult.log.wording import word
from consult.reports.scope import Reach
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What the check of a file found: a refusal with its code, or what would be imported."""

    refusal: str = ""
    code: str = ""
    digest: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    proven: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    earlier: str = ""
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """What a party imported, and the form that checks another file."""

    title: str
    rows: Sequence[Any]
    words: str
    has_policy: bool
    most: int
    whose: str = HERE
    policy: str = ""
    policy_fault: str = ""
    found: Found | None = None


class NoPolicy(ValueError):
    """There is no policy to check by, or the one that was given cannot be read; the sentence says why."""


def trusting(whose: str, pasted: str, here: Trust | None) -> Trusting:
    """Read by whose policy a file is to be checked; raises NoPolicy."""
    if whose == BUNDLE:
        return Trusting(BUNDLE)
    if whose == GIVEN:
        try:
            text = pasted.replace("\r\n", "\n")
            return Trusting(GIVEN, text, read_policy(text))
        except Rejected as fault:
            raise NoPolicy(word(fault)) from None
    if here is None:
        raise NoPolicy(_("This installation has no policy yet: paste the one by which to check."))
    return Trusting(HERE, here.text, here.policy)


def refused(fault: Refused) -> Found:
    """Say why a file is not taken."""
    return Found(fault.sentence, fault.code)


def found_of(prepared: Prepared) -> Found:
    """Say what would be imported, what of it was proved and what was not."""
    bundle, case = prepared.opened.bundle, prepared.opened.case
    facts = (
        (_("Case"), f"{case['ref']} {case['title']}".strip()),
        (_("From"), bundle.index["host"]),
        (_("Log"), prepared.origin or _("none has signed it")),
        (_("Set"), set_name(bundle.index["set"])),
        (_("Taken"), f"{prepared.taken_at:%Y-%m-%d %H:%M} UTC · {bundle.index['taken_by']}"),
        (_("Entries"), str(len(prepared.content.entries))),
        (_("Documents"), str(len(prepared.content.documents))),
    )
    attested = bundle.attested and prepared.trusting.whose != BUNDLE
    proven, unproven = proofs(prepared.content, prepared.trusting.whose, attested)
    told = prepared.differences if prepared.earlier else ()
    return Found("", "", prepared.digest, facts, proven, unproven, told, prepared.earlier)


def set_name(reach: str) -> str:
    """Name a set in words; one that is not known here by its key."""
    names = {
        Reach.FULL: _("the full set"),
        Reach.PARTIES: _("the set for the parties"),
        Reach.PUBLIC: _("the public set"),
    }
    return names[Reach(reach)] if reach in list(Reach) else reach


def proofs(content: Content, whose: str, attested: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what the check of an imported file proved, and what it could not.

    Long because: one sentence after the other.
    """
    proved = sum(entry.is_proved for entry in content.entries)
    part = sum(entry.is_part and entry.words is not None for entry in content.entries)
    proven = [
        _("Every byte of the file is as it was written: %(num)s files by SHA-256.", num=content.files),
        ngettext(
            "%(num)s entry stands in its log, and what is opened of it is what was sealed.",
            "%(num)s entries stand in its log, and what is opened of them is what was sealed.",
            proved,
        ),
        *(
            _("No step of a chain of %(steps)s (%(kind)s) is missing up to the last one.", steps=steps, kind=kind)
            for kind, steps in content.chains
        ),
    ]
    unproven = []
    if whose == BUNDLE:
        unproven.append(
            _("Anything against its maker: it was checked by its own policy, which its maker could choose.")
        )
    if not attested:
        unproven.append(_("That a quorum of witnesses has seen all of it."))
    if content.unproved:
        unproven.append(
            ngettext(
                "That %(num)s entry stands in the log: it has no receipt.",
                "That %(num)s entries stand in the log: they have no receipt.",
                content.unproved,
            )
        )
    if part:
        unproven.append(
            ngettext(
                "The words of %(num)s paper that is given in part.",
                "The words of %(num)s papers that are given in part.",
                part,
            )
        )
    if content.loose:
        unproven.append(_("Whence these files come, which no entry names: %(names)s.", names=", ".join(content.loose)))
    if not content.chains:
        unproven.append(_("That no act of the case is missing: no key of a chain came along."))
    unproven.append(_("What sealed branches of its log hold, and whether there are any for this case."))
    unproven.append(_("Whether the case went on after this was taken."))
    return tuple(proven), tuple(unproven)
