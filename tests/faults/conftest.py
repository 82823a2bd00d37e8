"""The docket's own fixtures, for faults."""

from tests.consult.docket.conftest import office

__all__ = ["office"]
