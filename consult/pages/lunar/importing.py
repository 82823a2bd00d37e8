"""Import into the register: a file is looked at row by row first, and only a file without fault may be recorded."""

from consult.i18n import _, ngettext
from consult.lunar.exchange import Report, RowError
from consult.lunar.readers import keeps_register
from consult.pages.lunar.words import Caveat, caveat
from consult.standing import Standing
from workflows.kernel.frozen import dataclass

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The form, what was found in the file, and the file itself where it may be recorded."""

    title: str
    caveat: Caveat
    for_whom: str
    verdict: str
    errors: tuple[RowError, ...]
    more: int
    form: str
    text: str
    fault: str

    @property
    def is_wrong(self) -> bool:
        """Tell whether something stands against the file."""
        return bool(self.errors or self.fault)


def may_import(standing: Standing) -> bool:
    """Tell whether a person may import: whoever dispatches for a State, and those who keep the register."""
    return "dispatch" in standing.capacities or keeps_register(standing)


def import_page(
    standing: Standing, *, report: Report | None = None, form: str = "csv", text: str = "", fault: str = ""
) -> ImportPage:
    """Draw up the form, with what was found in a file that was looked at."""
    errors = report.errors if report else ()
    return ImportPage(
        title=_("Import into the register"),
        caveat=caveat(),
        for_whom=_for_whom(standing),
        verdict=_verdict(report) if report else "",
        errors=errors[:MOST_SHOWN],
        more=max(0, len(errors) - MOST_SHOWN),
        form=form,
        text=text if report and report.sound and (report.opened or report.renewed) else "",
        fault=fault,
    )


def _for_whom(standing: Standing) -> str:
    if keeps_register(standing):
        return _("You keep the register and import for any State.")
    return _("You import for %(party)s alone.", party=standing.party_name)


def _verdict(report: Report) -> str:
    """Say in one sentence what an import of the file would do."""
    rows = ngettext("%(num)s row was read", "%(num)s rows were read", report.rows)
    if report.errors:
        return ngettext(
            "%(rows)s; %(num)s fault was found, and nothing was imported.",
            "%(rows)s; %(num)s faults were found, and nothing was imported.",
            len(report.errors),
            rows=rows,
        )
    return _(
        "%(rows)s and nothing stands against them. New entries: %(opened)s; new versions: %(renewed)s; unchanged:"
        " %(unchanged)s. Nothing is imported yet.",
        rows=rows,
        opened=len(report.opened),
        renewed=len(report.renewed),
        unchanged=len(report.unchanged),
    )


def imported_words(report: Report) -> str:
    """Say what was imported."""
    return _(
        "Imported. New entries: %(opened)s; new versions: %(renewed)s; unchanged: %(unchanged)s.",
        opened=len(report.opened),
        renewed=len(report.renewed),
        unchanged=len(report.unchanged),
    )
