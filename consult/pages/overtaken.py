"""Two texts of one paper: the one that its writer has typed, and the one that somebody stored meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

from consult.citations import law
from consult.forms import DocumentChoice, FormView, ReadField, show
from consult.i18n import _, write_instant
from consult.pages.cases.papers import address_of
from consult.standing import Standing
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed over an older version of a paper, and whether a file came with it that is not kept."""

    body: Mapping[str, Any]
    version: int
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class OvertakenView:
    """Who stored what meanwhile: a sentence, the number of the stored version, and the questions on which the two
    texts differ with the place of each on the form."""

    sentence: str
    version: int
    lost_file: bool
    differing: tuple[tuple[str, str], ...]


def differences(
    spec: FilingSpec,
    typed: Mapping[str, Any],
    stored: Mapping[str, Any],
    names: Mapping[str, str],
    documents: Sequence[DocumentChoice],
) -> dict[str, ReadField]:
    """Give by question what the stored text says where the two do not read alike."""
    mine = show(spec, typed, party_names=names, documents=documents, href=address_of)
    theirs = show(spec, stored, party_names=names, documents=documents, href=address_of)
    return {other.key: other for own, other in zip(mine, theirs, strict=True) if own != other}


def overtaken_view(row: Any, standing: Standing, form: FormView, typed: Typed) -> OvertakenView:
    """Say who was first, and where to look; the form has the stored answers beside the typed ones."""
    differing = tuple((law(one.label), one.anchor) for one in form.fields if one.other)
    return OvertakenView(_sentence(row, standing), row.version, typed.has_file, differing)


def _sentence(row: Any, standing: Standing) -> str:
    when = write_instant(row.changed_at)
    if row.changed_by == standing.person_id:
        return _(
            "You changed this draft yourself in another window on %(when)s, after this page was opened.", when=when
        )
    if row.changer is None:
        return _("Somebody of your party changed this draft on %(when)s, after you opened it.", when=when)
    return _("%(who)s changed this draft on %(when)s, after you opened it.", who=row.changer, when=when)
