"""The list of instruments, and the page of one: what it says in words of this product, and who is bound by it."""

from datetime import date

from consult.citations import Cited, law
from consult.i18n import _
from consult.library import texts
from consult.library.rows import Named
from consult.library.shelf import Shelf
from consult.refusals import Unknown
from workflows import instruments, parties
from workflows.instruments import Instrument
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """One instrument in the list."""

    key: str
    short: str
    title: str
    kind: str
    binding: str
    grade: str
    in_force: texts.DateView | None
    provisions: int
    parties: int


@dataclass(frozen=True, slots=True)
class InstrumentsPage:
    """Every instrument, by layer of law."""

    title: str
    layers: tuple[tuple[str, str, tuple[InstrumentLine, ...]], ...]
    on: date


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """One instrument: what it is, what it says in our own words, and who is bound by it."""

    title: str
    line: InstrumentLine
    layer: str
    dates: tuple[texts.DateView, ...]
    depositaries: tuple[Named, ...]
    bound_from: str
    withdrawal: str
    declaration: Cited | None
    reference: str
    reference_grade: str
    note: str
    ancestors: tuple[Named, ...]
    descendants: tuple[Named, ...]
    procedures: tuple[Named, ...]
    provisions: tuple[texts.ProvisionView, ...]
    statuses: tuple[texts.StatusView, ...]
    recorded: int
    party_choices: tuple[Named, ...]
    party: str
    not_recorded: str
    on: date


def instruments_page(on: date) -> InstrumentsPage:
    """Draw up the list of instruments by layer."""
    held = instruments.instruments().values()
    layers = (
        (layer, str(name), tuple(_instrument(one) for one in held if one.layer == layer))
        for layer, name in texts.LAYERS.items()
    )
    return InstrumentsPage(_("Instruments"), tuple(one for one in layers if one[2]), on)


def instrument_page(shelf: Shelf, key: str, on: date, party: str = "") -> InstrumentPage:
    """Draw up the page of one instrument for a day, narrowed to one party where asked, or refuse as unknown.

    Long because: it names each part of the page once, and nothing else happens here.
    """
    one = instruments.instruments().get(key)
    if one is None:
        raise Unknown
    volumes = list(shelf)
    statuses = texts.status_views(key, on, party)
    return InstrumentPage(
        title=law(one.short),
        line=_instrument(one),
        layer=str(texts.LAYERS[one.layer]),
        dates=texts.date_views(one),
        depositaries=texts.depositaries(one),
        bound_from=texts.write_binding_from(one),
        withdrawal=texts.write_withdrawal(one),
        declaration=texts.cited_whole(key, one.declaration) if one.declaration else None,
        reference=one.reference,
        reference_grade=one.reference_grade,
        note=law(one.note),
        ancestors=texts.ancestors(one),
        descendants=texts.descendants(one),
        procedures=texts.procedures_under(key, volumes),
        provisions=texts.provision_views(one, volumes),
        statuses=statuses,
        recorded=len(texts.parties_recorded(key)),
        party_choices=texts.parties_recorded(key),
        party=party,
        not_recorded=_not_recorded(key, party, on) if party and not statuses else "",
        on=on,
    )


def _instrument(one: Instrument) -> InstrumentLine:
    """Show one instrument in one line."""
    dated = one.in_force
    return InstrumentLine(
        key=one.key,
        short=law(one.short),
        title=law(one.title),
        kind=str(texts.KINDS.get(one.kind, one.kind)),
        binding=one.force,
        grade=one.grade,
        in_force=texts.DateView("", texts.write_dated(dated), dated.on, dated.grade) if dated else None,
        provisions=len(one.provisions),
        parties=len(texts.parties_recorded(one.key)),
    )


def _not_recorded(key: str, party: str, on: date) -> str:
    """Say why nothing is shown for a party."""
    if party not in parties.parties():
        return _("There is no party “%(party)s” in the directory.", party=party)
    return instruments.binding(key, party, on).reason
