"""A consultation of nineteen states and a year of its dates, as the drawings receive them."""

from datetime import UTC, date, datetime

from consult.drawing.statechart import Edge, Node
from consult.drawing.timeline import Mark, Span

NODES = (
    Node("draft", "Draft", "draft"),
    Node("under_assessment", "Under assessment", "draft"),
    Node("closed_no_interference", "Closed, no interference", "resting"),
    Node("open", "Open", note="at least one addressee served"),
    Node("request_pending", "Request pending"),
    Node("request_declined", "Request declined"),
    Node("consulting", "Consulting"),
    Node("measures_tabled", "Measures tabled"),
    Node("concluded_agreed", "Concluded, agreed", "final"),
    Node("concluded_partial", "Concluded, agreed in part", "final"),
    Node("concluded_no_agreement", "Concluded, no agreement", "resting"),
    Node("concluded_no_reply", "Concluded, no reply", "resting"),
    Node("concluded_inconsistent_status", "Concluded, inconsistent status", "final"),
    Node("activity_cancelled", "Activity cancelled", "final"),
    Node("referred", "Referred", "resting"),
    Node("suspended", "Suspended"),
    Node("withdrawn", "Withdrawn", "final"),
    Node("superseded", "Superseded", "final"),
    Node("voided_error", "Voided, error", "final"),
)
LIVE = ("open", "request_pending", "request_declined", "consulting", "measures_tabled")
COMMON = frozenset({"withdrawn", "superseded", "suspended", "voided_error", "activity_cancelled", "referred"})
EXITS = (
    ("withdrawn", "withdraw"),
    ("superseded", "supersede"),
    ("suspended", "suspend"),
    ("activity_cancelled", "cancel activity"),
    ("referred", "refer"),
)
EDGES = (
    Edge("draft", "under_assessment", "start assessment"),
    Edge("under_assessment", "closed_no_interference", "find no reason to believe"),
    Edge("closed_no_interference", "under_assessment", "reopen as a new version"),
    Edge("under_assessment", "open", "serve notice"),
    Edge("draft", "request_pending", "serve request"),
    Edge("request_pending", "consulting", "accept request"),
    Edge("request_pending", "request_declined", "decline request"),
    Edge("request_pending", "concluded_no_reply", "close for silence", "clock"),
    Edge("open", "concluded_no_reply", "close for silence", "clock"),
    Edge("open", "consulting", "enter consultation"),
    Edge("consulting", "measures_tabled", "table measures"),
    Edge("measures_tabled", "consulting", "ask for changes to measures"),
    Edge("request_declined", "concluded_no_agreement", "close a declined request"),
    Edge("request_declined", "concluded_no_agreement", "close after 180 days", "clock"),
    Edge("request_declined", "consulting", "revive"),
    Edge("open", "concluded_inconsistent_status", "record completion before consultation"),
    Edge("request_pending", "concluded_inconsistent_status", "record completion before consultation"),
    *(Edge("open", "open", label) for label in ("acknowledge", "ask information", "supply information")),
    Edge("consulting", "consulting", "extend window"),
    *(
        Edge(source, f"concluded_{end}", "conclude")
        for source in ("open", "consulting", "measures_tabled")
        for end in ("agreed", "partial", "no_agreement")
    ),
    *(Edge(source, "open", "change activity materially") for source in LIVE[1:]),
    *(Edge(source, target, label) for source in LIVE for target, label in EXITS),
    *(Edge("suspended", source, "resume", "back") for source in LIVE),
    *(Edge(source, "voided_error", "void for error") for source in ("draft", "under_assessment", *LIVE)),
)

NOW = datetime(2031, 5, 3, 9, 0, tzinfo=UTC)
MARKS = (
    Mark(date(2031, 3, 1), "Assessment started"),
    Mark(date(2031, 3, 20), "Notice served on three States"),
    Mark(date(2031, 3, 24), "Japan acknowledges"),
    Mark(date(2031, 3, 26), "India acknowledges"),
    Mark(date(2031, 4, 10), "Brazil asks for information on the disposal orbit"),
    Mark(date(2031, 5, 20), "First meeting"),
    Mark(date(2031, 9, 15), "Earliest start", "physical"),
    Mark(date(2031, 9, 30), "Window closes", "physical", "as notified"),
)
SPANS = (
    Span(date(2031, 3, 1), date(2031, 9, 15), "Before proceeding", "law", "Article IX"),
    Span(date(2031, 3, 20), date(2031, 4, 3), "Acknowledgement", "default", closed=True),
    Span(date(2031, 3, 20), date(2031, 4, 19), "Reply", "default"),
    Span(date(2031, 4, 22), date(2031, 6, 21), "Consultation window", "agreed"),
    Span(date(2031, 5, 1), date(2031, 6, 30), "Share results", "soft"),
    Span(date(2031, 3, 20), None, "Duty to inform", "law"),
)
