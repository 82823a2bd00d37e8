"""Instants as every answer has them: in UTC, the legal zone beside them."""

from datetime import UTC, datetime


def in_utc(at: datetime | None) -> datetime | None:
    """Give an instant in UTC, however it was stated; None where there is none."""
    return at.astimezone(UTC) if at is not None else None
