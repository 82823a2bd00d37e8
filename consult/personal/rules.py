"""The rules of retention: each kind of row that is no record, from when its time runs, what happens when it is over.

The days come from the settings of the installation ([retention]); every figure is a default of the product and none is
law. A rule without days keeps. What the rules do not name is kept: `consult.personal.inventory` says so of every
column, with the reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import field, fields
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, Text, and_, cast, exists, func, or_, select

from consult.accounts.sessions import SESSION_LIFE
from consult.i18n import _l
from consult.models.cases import DRAFT, IDEMPOTENCY
from consult.models.clearing import CLEARANCE_MOVE, DRAFT_COMMENT
from consult.models.delivery import MESSAGE
from consult.models.desk import DESK_MARK
from consult.models.exchange import EXCHANGE_ANSWER
from consult.models.keeping import ERASURE_WISH
from consult.models.outputs import OUTPUT_TAKEN
from consult.models.parties import INVITATION, MANDATE, SIGN_IN_ATTEMPT, SIGN_IN_SESSION
from consult.models.personal import CALENDAR_FEED
from consult.models.signin import CODE_GENERATOR, HALF_SIGN_IN, PASSKEY_CHALLENGE, RECOVERY_CODE
from consult.models.tokens import API_GRANT, API_MADE
from consult.settings import Retention
from workflows.kernel.frozen import dataclass

Over = Callable[[datetime], ColumnElement[bool]]
REFUSALS = "refusals"
"""The rule of refused attempts, which go by whole seals and together with the entry that says so."""
STORIES = ("demo:", "practice:")
"""How the keys of cases begin that the installation itself told: they say which were told, and are no requests."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table that a rule reaches: which are over before an instant, and with what they are overwritten;
    without values they are deleted."""

    table: Table
    over: Over
    blanks: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[Column[Any], ...]:
        """The columns by which one row is known."""
        return tuple(self.table.primary_key.columns)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the setting that says how long, what it is about, from when time runs, and what happens."""

    key: str
    what: Any
    since: Any
    then: Any
    parts: tuple[Part, ...] = ()


def _before(column: Column[Any]) -> Over:
    """Give the condition that an instant lies before the end of the time."""
    return lambda at: column < at


def _session(at: datetime) -> ColumnElement[bool]:
    s = SIGN_IN_SESSION.c
    return or_(s.ended_at < at, and_(s.ended_at.is_(None), s.created_at < at - SESSION_LIFE))


def _link(at: datetime) -> ColumnElement[bool]:
    c = INVITATION.c
    return or_(c.used_at < at, and_(c.used_at.is_(None), c.expires_at < at))


def _request(at: datetime) -> ColumnElement[bool]:
    kept = or_(*(IDEMPOTENCY.c.key.startswith(one) for one in STORIES))
    return and_(IDEMPOTENCY.c.created_at < at, ~kept)


def _message(at: datetime) -> ColumnElement[bool]:
    c = MESSAGE.c
    return and_(c.person_id.is_not(None), c.state != "waiting", c.address != "", c.changed_at < at)


def _draft(at: datetime) -> ColumnElement[bool]:
    return and_(DRAFT.c.closed_at < at, DRAFT.c.changed_at < at, func.length(cast(DRAFT.c.body, Text)) > len("{}"))


def _on_draft(column: Column[Any]) -> Over:
    """Give the condition that what was said on a draft is over with it."""
    return lambda at: column.in_(select(DRAFT.c.id).where(DRAFT.c.closed_at < at, DRAFT.c.changed_at < at))


def _reason(at: datetime) -> ColumnElement[bool]:
    return and_(_on_draft(CLEARANCE_MOVE.c.draft_id)(at), CLEARANCE_MOVE.c.reason != "")


def _mark(at: datetime) -> ColumnElement[bool]:
    of = MANDATE.c.id == DESK_MARK.c.mandate_id
    ended = or_(MANDATE.c.revoked_at < at, MANDATE.c.valid_until < at.date())
    return and_(DESK_MARK.c.marked_at < at, exists(select(MANDATE.c.id).where(of, ended)))


def _unconfirmed(at: datetime) -> ColumnElement[bool]:
    return and_(CODE_GENERATOR.c.confirmed_at.is_(None), CODE_GENERATOR.c.made_at < at)


def _wish(at: datetime) -> ColumnElement[bool]:
    c = ERASURE_WISH.c
    return and_(c.reason != "", func.coalesce(c.decided_at, c.done_at, c.asked_at) < at)


RULES: tuple[Rule, ...] = (
    Rule(
        "sign_in_attempts",
        _l("Attempts to sign in, under the digest of account and network address"),
        _l("the attempt"),
        _l("deleted"),
        (Part(SIGN_IN_ATTEMPT, _before(SIGN_IN_ATTEMPT.c.at)),),
    ),
    Rule(
        "sessions",
        _l("Sign-in sessions that are over, with what the browser said it is"),
        _l("the end of the session"),
        _l("deleted"),
        (Part(SIGN_IN_SESSION, _session),),
    ),
    Rule(
        "links",
        _l("One-time links that were used or have expired"),
        _l("use or expiry"),
        _l("deleted"),
        (Part(INVITATION, _link),),
    ),
    Rule(
        "factors",
        _l("Recovery codes that were used, and sign-ins and second factors that were begun and never finished"),
        _l("use, or beginning"),
        _l("deleted"),
        (
            Part(RECOVERY_CODE, _before(RECOVERY_CODE.c.used_at)),
            Part(CODE_GENERATOR, _unconfirmed),
            Part(PASSKEY_CHALLENGE, _before(PASSKEY_CHALLENGE.c.expires_at)),
            Part(HALF_SIGN_IN, _before(HALF_SIGN_IN.c.begun_at)),
            Part(API_GRANT, _before(API_GRANT.c.expires_at)),
        ),
    ),
    Rule(
        "requests",
        _l("First answers kept for whoever sends the same request again"),
        _l("the request"),
        _l("deleted; the same key then asks anew"),
        (
            Part(IDEMPOTENCY, _request),
            Part(API_MADE, _before(API_MADE.c.created_at)),
            Part(EXCHANGE_ANSWER, _before(EXCHANGE_ANSWER.c.created_at)),
        ),
    ),
    Rule(
        "messages",
        _l("Addresses of messages to persons: courtesy, digests, news of one's sign-in; no message holds words"),
        _l("the last change of the message"),
        _l("the address is overwritten; that a message went, and when, stays"),
        (Part(MESSAGE, _message, {"address": ""}),),
    ),
    Rule(
        "drafts",
        _l("Texts of drafts that were discarded or sent; what was sent stands in the record"),
        _l("discarding or sending"),
        _l("the text is overwritten; that there was a draft stays"),
        (
            Part(DRAFT, _draft, {"body": {}}),
            Part(DRAFT_COMMENT, _on_draft(DRAFT_COMMENT.c.draft_id)),
            Part(CLEARANCE_MOVE, _reason, {"reason": ""}),
        ),
    ),
    Rule(
        "files",
        _l("Notes that a person took a file in an hour; that it was taken stays in the log"),
        _l("the hour"),
        _l("deleted"),
        (Part(OUTPUT_TAKEN, _before(OUTPUT_TAKEN.c.hour)),),
    ),
    Rule(
        "feeds",
        _l("Calendar feeds that were ended"),
        _l("their end"),
        _l("deleted"),
        (Part(CALENDAR_FEED, _before(CALENDAR_FEED.c.ended_at)),),
    ),
    Rule(
        "marks",
        _l("How far a person had seen the desk, under a mandate that has ended"),
        _l("the end of the mandate"),
        _l("deleted"),
        (Part(DESK_MARK, _mark),),
    ),
    Rule(
        REFUSALS,
        _l("Refused attempts to act, one by one; the digest of each hour stays in the log"),
        _l("the hour in which they were sealed"),
        _l("deleted by whole hours; the entry of the run says up to which number"),
    ),
    Rule(
        "wishes",
        _l("Reasons given for a wish to erase; who asked, who confirmed and when stays"),
        _l("the decision, or the asking where nobody decided"),
        _l("the reason is overwritten; its digest stays in the log"),
        (Part(ERASURE_WISH, _wish, {"reason": ""}),),
    ),
)
BY_KEY: Mapping[str, Rule] = MappingProxyType({rule.key: rule for rule in RULES})


def days_of(settings: Retention) -> dict[str, int]:
    """Give the days by rule; a rule that keeps has none."""
    return {one.name: getattr(settings, one.name) for one in fields(settings) if getattr(settings, one.name)}


def limit_of(days: Mapping[str, int], key: str, at: datetime) -> datetime | None:
    """Give the instant before which the time of a rule is over, None where it keeps."""
    return at - timedelta(days=days[key]) if key in days else None
