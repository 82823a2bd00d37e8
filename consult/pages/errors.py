"""The page that says no, whatever was asked."""

from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """An answer other than the page asked for: what it means, why, and what can be done."""

    status: int
    title: str
    sentence: str
    advice: str = ""
    href: str = ""
    action: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    written: tuple[tuple[str, str], ...] = ()
    """What was written into the form that was not taken, by question: to be copied."""
    perhaps_stored: bool = False
    """Whether something of this request was stored before it failed."""
