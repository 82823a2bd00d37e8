"""Who makes the files of this package that are asked for."""

from collections.abc import Mapping
from pathlib import Path

from consult.docket.editions import Editions
from consult.outputs.makers import Maker
from consult.reports.audit.maker import AUDIT, AuditMaker


def makers(instance: Path, editions: Editions) -> Mapping[str, Maker]:
    """Give who makes what, by the word under which it is asked for."""
    return {AUDIT: AuditMaker(instance, editions)}
