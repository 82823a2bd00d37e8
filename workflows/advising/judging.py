"""Judge what each procedure says of itself by the facts as they are told: what applies, what is barred and why.

Law: G1, G3 and G4 of the common guards, on the day of the event: who is bound (``instruments.binding``), planned or
over, and where. Special law between the same parties comes before the general, law before what is agreed, that before
what binds nobody. Several others are judged one by one. Not modelled: whether the facts are so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from workflows.advising.answers import Counsel, Heard, Said, Way
from workflows.advising.reading import forums
from workflows.instruments import Binds, binding, library
from workflows.kernel.advice import BOTH, NOBODY, Ground
from workflows.kernel.frozen import dataclass
from workflows.kernel.reckoning import expiry
from workflows.kernel.words import Binding, Citation, Grade

if TYPE_CHECKING:
    from workflows import Form

T = TypeVar("T")
NAME_THE_OTHER = "The other side has to be bound as well: name it, and its status on that day is looked up."
NOT_RECORDED = "Look it up before anything is filed."
_FORCE = {Binding.LAW_T: 1, Binding.LAW_A: 2, Binding.LAW_N: 3, Binding.SOFT: 4, Binding.DEFAULT: 5}
_VOLUNTARY, _SPECIAL = 6, 0


@dataclass(frozen=True, slots=True)
class _Held:
    """What one ground came to: why it holds (None: it does not), with whom, and everything said beside."""

    why: Said | None
    parties: tuple[str, ...] = ()
    status: tuple[Said, ...] = ()
    cautions: tuple[Said, ...] = ()
    barred: tuple[Said, ...] = ()
    rank: int = _VOLUNTARY


def advise(heard: Heard, forms: Mapping[str, Form]) -> Counsel:
    """Answer which of the procedures apply to the facts, which are barred and why, and which forums they are for."""
    fitting = (form for form in forms.values() if form.advice and heard.matter in form.advice.matters)
    ways = [_way(form, heard) for form in fitting]
    applying = sorted((one for one in ways if one.applies), key=lambda one: (one.rank, one.title))
    barred = sorted((one for one in ways if not one.applies), key=lambda one: one.title)
    elsewhere = tuple(forum for forum in forums() if heard.matter in forum.matters)
    return Counsel(heard, tuple(applying), tuple(barred), elsewhere)


def _way(form: Form, heard: Heard) -> Way:
    """Judge every ground of a procedure that is for the matter."""
    grounds = form.advice.grounds if form.advice else ()
    held = [_judge(ground, heard) for ground in grounds if heard.matter in ground.matters]
    holding = sorted((one for one in held if one.why), key=lambda one: one.rank)
    return Way(
        form.key,
        form.title,
        tuple(one.why for one in holding if one.why),
        _once(party for one in holding for party in one.parties),
        _once(said for one in holding for said in one.status),
        _once(said for one in holding for said in one.cautions),
        tuple({said.says: said for one in reversed(held) for said in reversed(one.barred)}.values())[::-1],
        min((one.rank for one in holding), default=_VOLUNTARY),
    )


def _once(several: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(several))


def _judge(ground: Ground, heard: Heard) -> _Held:
    """Judge one ground: stage, place and side first, then who is bound."""
    outside = tuple(Said(says, ground.under) for says in _outside(ground, heard))
    if outside:
        return _Held(None, barred=outside)
    rank = _SPECIAL if ground.special else _FORCE[ground.under[0].binding]
    if ground.binds == NOBODY:
        return _Held(Said(ground.why, ground.under), heard.others, cautions=_cautions(ground, heard), rank=rank)
    return _by_status(ground, heard, rank)


def _outside(ground: Ground, heard: Heard) -> Iterator[str]:
    if heard.stage not in ground.stages:
        yield ground.not_then
    if heard.place not in ground.places:
        yield ground.not_there
    if heard.side not in ground.sides:
        yield ground.not_theirs


def _by_status(ground: Ground, heard: Heard, rank: int) -> _Held:
    """Judge who is bound on that day; whoever is not may still be met voluntarily where the ground says so."""
    first = ground.under[0]
    own = _bound(first, heard.own, heard)
    others = {party: _bound(first, party, heard) for party in heard.others} if ground.binds == BOTH else {}
    bound = tuple(party for party, binds in others.items() if binds.bound)
    unbound = [(party, binds) for party, binds in (*others.items(), (heard.own, own)) if not binds.bound]
    refused = tuple(_status(first, party, binds) for party, binds in unbound)
    if own.bound and (bound or not others):
        status = (_status(first, heard.own, own), *(_status(first, party, others[party]) for party in bound))
        cautions = (*_of_others(ground, heard, refused), *_cautions(ground, heard))
        all_of_them = ground.binds != BOTH or bool(ground.voluntary)
        parties, barred = (heard.others, ()) if all_of_them else (bound, refused)
        told = (*status, *refused) if all_of_them else status
        return _Held(Said(ground.why, ground.under), parties, told, cautions, barred, rank)
    if ground.voluntary:
        why = Said(ground.voluntary, ground.under)
        return _Held(why, heard.others, refused, _cautions(ground, heard), rank=_VOLUNTARY)
    return _Held(None, barred=refused)


def _of_others(ground: Ground, heard: Heard, refused: tuple[Said, ...]) -> tuple[Said, ...]:
    """Say what holds for those of the others that are not bound, and that none was named."""
    if ground.binds == BOTH and not heard.others:
        return (Said(NAME_THE_OTHER, ground.under[:1]),)
    return (Said(ground.voluntary, ground.under),) if refused and ground.voluntary else ()


def _bound(first: Citation, party: str, heard: Heard) -> Binds:
    return binding(first.instrument, party, heard.on)


def _status(first: Citation, party: str, binds: Binds) -> Said:
    says = f"{binds.reason}." if not binds.reason.endswith(".") else binds.reason
    if binds.code == "not_recorded":
        says = f"{says} {NOT_RECORDED}"
    force = Binding(library().instrument(first.instrument).force)
    return Said(says, (Citation(first.instrument, "", force, Grade(binds.grade or first.grade)),), binds.grade, party)


def _cautions(ground: Ground, heard: Heard) -> tuple[Said, ...]:
    """Give what to look at first; a period that has run out since the event comes before the rest."""
    said = [Said(one.says, (one.under,)) for one in ground.cautions]
    late = ground.late
    over = late and heard.stage == "completed" and expiry(heard.on, late.after, "UTC").on
    if late and over and heard.today > over:
        said.insert(0, Said(late.says, (late.under,)))
    return tuple(said)
