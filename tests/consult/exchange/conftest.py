"""An installation with the toy procedure, and the clock that holds still."""

from tests.consult.api.conftest import berths, still_clock

__all__ = ["berths", "still_clock"]
