"""Who stands on a formal paper: the organ that sends it, those it is addressed to, and whose agreement a text has."""

from collections.abc import Iterable, Mapping
from datetime import date

from consult.casebook.writers import Correspondent
from consult.documents.formal import Signed, Writer
from consult.i18n import SOURCE_LANGUAGE, _, language
from workflows.kernel.acts import Act
from workflows.kernel.procedure import AGENCY
from workflows.kernel.reckoning import local_date
from workflows.parties import said

OF_TREATY = ("ministry", "mission", "agency", "secretariat", "registry")
OF_AGENCIES = ("agency", "secretariat", "registry", "ministry", "mission")
Known = Mapping[str, Correspondent]


def writer_of(known: Known, party: str, organ: str, office: str, level: str) -> Writer:
    """Give the organ of a party that acts, or the one that speaks for it at this level where it is not known."""
    found = known.get(party)
    if found is None:
        return Writer(party, party, party, office)
    named = next((one for one in found.organs if one[0] == organ), None) or _speaking(found, level)
    return _written(found, named, office)


def addressed(known: Known, parties: Iterable[str], level: str) -> tuple[Writer, ...]:
    """Give those to whom a paper goes: the organ of each that receives such papers, by the party's name."""
    found = sorted((known[key] for key in set(parties) if key in known), key=lambda one: one.name)
    return tuple(_written(one, _speaking(one, level), "") for one in found)


def called(found: Correspondent | None, key: str) -> str:
    """Give what a party is called within a sentence; its article is English, and stands in English alone."""
    if found is None:
        return key
    return said(found.key, found.name) if language() == SOURCE_LANGUAGE else found.name


def signed_by(known: Known, acts: Iterable[Act]) -> tuple[Signed, ...]:
    """Give the sides whose hands lie on a text, each with its office and the day in its own zone."""
    return tuple(
        Signed(called(known.get(act.principal), act.principal), act.office, day_of(act, known)) for act in acts
    )


def day_of(act: Act, known: Known) -> date:
    """Give the day that a paper bears: the date in law, in the zone of the party that acted."""
    found = known.get(act.party)
    return act.day or local_date(act.on, found.zone if found else "UTC")


def place_of(known: Known, party: str, organ: str) -> str:
    """Give the place of a mission, whose name has it after a comma; of other organs none is known."""
    found = known.get(party)
    named = next((one for one in found.organs if one[0] == organ), None) if found else None
    return named[1].partition(", ")[2] if named and named[2] == "mission" else ""


def _speaking(found: Correspondent, level: str) -> tuple[str, str, str] | None:
    """Find the organ that speaks for a party at a level."""
    order = OF_AGENCIES if level == AGENCY else OF_TREATY
    ranked = [one for one in found.organs if one[2] in order]
    return min(ranked, key=lambda one: order.index(one[2])) if ranked else None


def _written(found: Correspondent, organ: tuple[str, str, str] | None, office: str) -> Writer:
    party = called(found, found.key)
    if organ is None and found.kind == "state":
        name = _("Government of %(party)s", party=party)
    elif organ is None or found.name in organ[1]:
        return Writer(organ[1] if organ else found.name, _the(organ[1]) if organ else party, party, office)
    else:
        head, comma, place = organ[1].partition(", ")
        name = _("%(organ)s of %(party)s", organ=head, party=party)
        return Writer(name + comma + place, _the(name), party, office)
    return Writer(name, _the(name), party, office)


def _the(name: str) -> str:
    """Write the name of an organ within a sentence, with its article where the language has one there."""
    return name if name.lower().startswith("the ") else _("the %(organ)s", organ=name)
