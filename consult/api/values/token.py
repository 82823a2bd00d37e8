"""What a token may do, as it is told to whoever holds it."""

from datetime import date

from consult.standing import Standing
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TokenValue:
    """The token in use: for which party and organ, in whose office, in what capacities, for what, until which day of
    the zone; `procedures` and `cases` are null where it covers all. `kept_back` names the capacities that its mandate
    alone keeps from it, since it does not let them go through a system."""

    handle: str
    kind: str
    name: str
    party: str
    party_name: str
    organ: str
    organ_name: str
    office: str
    mandate: int
    level: str
    capacities: tuple[str, ...]
    procedures: tuple[str, ...] | None
    cases: tuple[str, ...] | None
    valid_until: date
    zone: str
    kept_back: tuple[str, ...]


def token_value(by: Standing) -> TokenValue:
    """Tell what the token in use gives."""
    through = by.through
    if through is None or by.valid_until is None:
        raise RuntimeError("the API was reached without a token")
    return TokenValue(
        through.handle,
        through.kind,
        through.name,
        by.party_key,
        by.party_name,
        by.organ_key,
        by.organ_name,
        by.office,
        by.mandate_id,
        by.level,
        by.ordered_capacities,
        None if by.procedures is None else tuple(sorted(by.procedures)),
        None if by.cases is None else tuple(sorted(by.cases)),
        by.valid_until,
        by.party_zone,
        tuple(sorted(through.kept_back)),
    )
