"""What one bundle of a case says that an earlier one of the same case does not, and where the two contradict."""

from consult.i18n import _
from consult.imported.content import Content
from workflows.kernel.frozen import dataclass

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in words; a contradiction is evidence against the host whose log it is."""

    sentence: str
    contradicts: bool = False


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """Compare two bundles of one case, the earlier and the later one; contradictions come first."""
    was, now = ({entry.seq: entry for entry in each.entries} for each in (before, after))
    both = sorted(was.keys() & now.keys())
    other = [seq for seq in both if was[seq].leaf != now[seq].leaf]
    found = [_contradiction(other)] if other else []
    new, gone = ([seq for seq in one if seq not in two] for one, two in ((now, was), (was, now)))
    worded = [seq for seq in both if now[seq].words and not was[seq].words]
    silent = [seq for seq in both if was[seq].words and not now[seq].words]
    found += [Difference(_("New entries: %(which)s.", which=_some(new)))] if new else []
    found += [Difference(_("Entries that the later one lacks: %(which)s.", which=_some(gone)))] if gone else []
    found += [Difference(_("Words that are new: entries %(which)s.", which=_some(worded)))] if worded else []
    found += [Difference(_("Words that are gone: entries %(which)s.", which=_some(silent)))] if silent else []
    documents = {each.sha256: each.name for each in after.documents if each.path}
    more = [name for digest, name in documents.items() if digest not in {each.sha256 for each in before.documents}]
    found += [Difference(_("New documents: %(which)s.", which=", ".join(more[:MOST_NAMED])))] if more else []
    if before.stand.state != after.stand.state:
        stood = {"was": before.stand.state, "now": after.stand.state}
        found.append(Difference(_("It stood at “%(was)s” and stands at “%(now)s”.", **stood)))
    return tuple(found) or (Difference(_("Nothing that is kept differs.")),)


def _contradiction(other: list[int]) -> Difference:
    which = _some(other)
    sentence = _(
        "Entries %(which)s have another leaf than in the earlier bundle. One place of one log holds one entry: the two "
        "files together are evidence that its host told two stories. Keep both.",
        which=which,
    )
    return Difference(sentence, contradicts=True)


def _some(which: list[int]) -> str:
    named = ", ".join(str(one) for one in sorted(which)[:MOST_NAMED])
    return named if len(which) <= MOST_NAMED else f"{named} … ({len(which)})"
