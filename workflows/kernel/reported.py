"""Under which part of a report to a committee the cases of a procedure are told (procedures.md 13.3, 13.4).

A closed list. A procedure names its part in its `Form`; one that names none is in no report, as a neutral's room is. It
stands beside the procedure and not in its edition, so that older cases are reported too. Which parts a kind of
submission has is said by `workflows.reporting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CONSULTATIONS, DISPUTES, LUNAR = "consultations", "disputes", "lunar"
REGISTRATIONS, NOTIFICATIONS, COOPERATION = "registrations", "notifications", "cooperation"

PARTS: Mapping[str, str] = MappingProxyType({
    CONSULTATIONS: "Consultations",
    DISPUTES: "Disputes and claims",
    LUNAR: "Lunar notices and arrangements",
    REGISTRATIONS: "Registrations",
    NOTIFICATIONS: "Notifications and information",
    COOPERATION: "Cooperation and exchange",
})  # fmt: skip
