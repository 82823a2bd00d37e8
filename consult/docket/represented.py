"""Whether an instrument lets a party be represented in procedures and cases: asked of the procedures themselves."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from consult.docket import Docket
from consult.i18n import _
from consult.models.cases import CASES
from consult.people.representations import NewRepresentation
from workflows import Form
from workflows.kernel.frozen import dataclass
from workflows.kernel.representation import may_be_represented


def representable(forms: Mapping[str, Form]) -> dict[str, Form]:
    """Give the procedures in which some instrument lets a party act through another."""
    return {key: form for key, form in forms.items() if form.represented}


def instruments(forms: Mapping[str, Form]) -> tuple[str, ...]:
    """Give the keys of the instruments that let a party be represented, in order."""
    return tuple(sorted({one.under.instrument for form in forms.values() for one in form.represented}))


@dataclass(frozen=True, slots=True)
class LawOf:
    """The law of one installation's procedures, as `record_representation` asks it."""

    docket: Docket

    def __call__(self, conn: Connection, new: NewRepresentation) -> dict[str, str]:
        """Name where the law does not carry an arrangement, by field."""
        forms = self.docket.forms
        strange = [key for key in new.procedures if not self._allows(key, new)]
        if not new.procedures or strange:
            known = ", ".join(sorted(key for key in forms if self._allows(key, new))) or "–"
            sentence = _(
                "%(under)s lets a party be represented in these procedures: %(keys)s.", under=new.under, keys=known
            )
            return {"procedures": sentence}
        return self._faults_of_cases(conn, new)

    def _allows(self, key: str, new: NewRepresentation) -> bool:
        form = self.docket.forms.get(key)
        return form is not None and may_be_represented(form.represented, new.under, new.way)

    def _faults_of_cases(self, conn: Connection, new: NewRepresentation) -> dict[str, str]:
        """Refuse cases to which the instrument does not apply, and all cases where it applies to some alone."""
        some = [key for key in new.procedures if self._of_some(key, new.under)]
        if new.cases is None:
            sentence = _("It applies to some cases of %(keys)s alone: name them.", keys=", ".join(some))
            return {"cases": sentence} if some else {}
        rows = conn.execute(select(CASES.c.ref, CASES.c.procedure, CASES.c.edition).where(CASES.c.ref.in_(new.cases)))
        wrong = [
            row.ref
            for row in rows
            if row.procedure not in new.procedures
            or not may_be_represented(
                self.docket.forms[row.procedure].represented,
                new.under,
                new.way,
                self.docket.editions.of(conn, row.edition).terms,
            )
        ]
        sentence = _("%(under)s does not apply to: %(refs)s.", under=new.under, refs=", ".join(sorted(wrong)))
        return {"cases": sentence} if wrong else {}

    def _of_some(self, key: str, under: str) -> bool:
        return any(one.term for one in self.docket.forms[key].represented if one.under.instrument == under)
