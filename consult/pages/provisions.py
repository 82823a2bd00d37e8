"""The page of one provision: its words, where it comes from and went, what binds since when, and what rests on it."""

from collections.abc import Iterable, Iterator
from datetime import date

from consult.citations import Cited, anchor_of, law
from consult.library.names import Names
from consult.library.over_time import BACK, FORTH, BindingView, LineageView, binding_over_time, lineage
from consult.library.rows import Named, limit_named, step_place
from consult.library.shelf import Shelf, Volume
from consult.library.texts import cited_whole
from consult.refusals import Unknown
from workflows import instruments
from workflows.instruments import Provision
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Citation


@dataclass(frozen=True, slots=True)
class RestingView:
    """One procedure that rests on the provision, with the steps and limits that cite it."""

    key: str
    title: str
    steps: tuple[Named, ...]
    limits: tuple[tuple[Named, str], ...]


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    """One provision."""

    title: str
    key: str
    place: str
    instrument: str
    name: str
    says: str
    grade: str
    force: str
    law_now: Cited | None
    back: tuple[LineageView, ...]
    forth: tuple[LineageView, ...]
    binding: tuple[BindingView, ...]
    resting: tuple[RestingView, ...]
    on: date


def provision_page(shelf: Shelf, key: str, place: str, on: date) -> ProvisionPage:
    """Draw up the page of one provision for a day, or refuse as unknown."""
    part = _found(key, place)
    whole, here = instruments.instrument(key), cited_whole(key, part.id)
    record = instruments.library().hardened_by(key, part.id, on)
    by, _space, provision = record.by.partition(" ") if record else ("", "", "")
    return ProvisionPage(
        title=here.long,
        key=key,
        place=place,
        instrument=law(whole.short),
        name=law(part.title),
        says=law(part.says),
        grade=part.grade,
        force=record.force if record else whole.force,
        law_now=cited_whole(by, provision) if record else None,
        back=lineage(part, BACK),
        forth=lineage(part, FORTH),
        binding=binding_over_time(part, on),
        resting=tuple(_resting(volume, part) for volume in shelf if part.id in volume.cites.get(key, ())),
        on=on,
    )


def _found(key: str, place: str) -> Provision:
    known = instruments.instruments().get(key)
    found = next((one for one in known.provisions if anchor_of(one.id) == place), None) if known else None
    if found is None:
        raise Unknown
    return found


def _resting(volume: Volume, part: Provision) -> RestingView:
    procedure = volume.procedure
    names = Names(procedure)
    limits = [limit for limit in procedure.limits if _cites(limit.under, part)]
    return RestingView(
        key=procedure.key,
        title=law(procedure.title),
        steps=tuple(_steps(volume, part)),
        limits=tuple((limit_named(one.key, names), str(one.binding)) for one in limits),
    )


def _steps(volume: Volume, part: Provision) -> Iterator[Named]:
    """Name each step that cites the provision once."""
    seen: set[str] = set()
    for step in volume.procedure.steps:
        if step.key not in seen and _cites(step.under, part):
            seen.add(step.key)
            yield Named(step.key, law(step.title), step_place(step.key))


def _cites(under: Iterable[Citation], part: Provision) -> bool:
    return any((one.instrument, one.provision) == (part.instrument, part.id) for one in under)
