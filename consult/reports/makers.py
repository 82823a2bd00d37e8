"""Who makes the files of this package that are asked for."""

from collections.abc import Mapping
from pathlib import Path

from consult.docket import Docket
from consult.outputs.makers import Maker
from consult.reports.audit.maker import AUDIT, AuditMaker
from consult.reports.maker import REPORT, ReportMaker


def makers(instance: Path, docket: Docket) -> Mapping[str, Maker]:
    """Give who makes what, by the word under which it is asked for."""
    return {
        AUDIT: AuditMaker(instance, docket.editions),
        REPORT: ReportMaker(docket.forms, exercise=docket.exercise),
    }
