"""What came of the last visit to each witness: a small file each, beside the installation's others.

Who cosigned what stands in the record; that a witness did not answer stands here, for the page that tells it.
"""

import json
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from consult.log.verifier import Verifier
from consult.log.witnessing import Outcome
from workflows.kernel.frozen import dataclass

FOLDER = "witnessing"


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of the last visit to a witness, and when that was."""

    code: str
    at: datetime
    words: str = ""


def remember(instance: Path, verifier: Verifier, outcome: Outcome, at: datetime) -> None:
    """Keep what came of a visit in the place of the one before."""
    folder = instance / FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    told = {"code": outcome.code, "at": at.isoformat(), "words": outcome.words or str(outcome.size or "")}
    path = folder / f"{verifier.number.hex()}.json"
    draft = folder / f"{verifier.number.hex()}.{threading.get_ident()}.new"
    draft.write_text(json.dumps(told), encoding="utf-8")
    draft.replace(path)


def last_visit(instance: Path, verifier: Verifier) -> Visit | None:
    """Read what came of the last visit to a witness; None where it was never visited."""
    try:
        told: dict[str, Any] = json.loads((instance / FOLDER / f"{verifier.number.hex()}.json").read_text("utf-8"))
        return Visit(str(told["code"]), datetime.fromisoformat(told["at"]), str(told["words"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
