"""The inventory, second part: the record, what is made of it, and work on it.

Long because: one entry a kind of row, read as one list.
"""

from consult.i18n import _l
from consult.models.absence import SUBSTITUTION
from consult.models.audit import audit_opening
from consult.models.cases import ACT, ACT_PERSON, CASES, DOCUMENT, DRAFT, FILING_BODY
from consult.models.channels import DRILL, DRILL_POINT, PAPER, PAPER_OBJECTION
from consult.models.clearing import ACT_CLEARANCE, CLEARANCE_LANE, CLEARANCE_MOVE, DRAFT_COMMENT, DRAFT_LANE
from consult.models.feed import FEED_EVENT
from consult.models.imported import IMPORTED
from consult.models.keeping import ERASURE_WISH, PARTY_KEEPING, PERSON_ERASED
from consult.models.logbook import ATTEMPT, AUDIT_ENTRY, ORGAN_KEY, READ_MARK
from consult.models.lunar import LUNAR_BODY, LUNAR_CURRENT, LUNAR_VERSION
from consult.models.neutrals import NEUTRAL
from consult.models.providers import IDENTITY_PROVIDER
from consult.models.representation import DRAFT_HANDED_ON, REPRESENTATION
from consult.models.search import SEARCH_TEXT
from consult.models.serving import SERVICE_MOVE
from consult.models.signin import PARTY_SIGN_IN
from consult.models.watched import STAFF_ACCESS, STAFF_LOOK
from consult.models.webhooks import WEBHOOK_ENDPOINT
from consult.personal.values import ACTS, DELIVERY, SECURITY, WORK, Holding, by, by_mandate

_RECORD = _l("as long as the record; words go by an erasure that every party concerned confirmed")
_NUMBER = _l("as long as the record: a number, which says nothing once the account is erased")

RECORD: tuple[Holding, ...] = (
    Holding(
        ACT_PERSON,
        ("person_id", "name", "for_name"),
        _l("The name of who took an act, beside the act"),
        ACTS,
        until=_l("as long as the record; after an erasure of the account as its party wishes: kept, or withheld"),
        whose=by(ACT_PERSON.c.person_id),
        gives=("name",),
    ),
    Holding(
        ACT, ("office", "cleared_office"), _l("The office in which somebody acted or cleared"), ACTS, until=_RECORD
    ),
    Holding(
        audit_opening,
        ("value",),
        _l("What fields of the log stand for; names stand in the field of the person alone"),
        ACTS,
        until=_l("as long as the record; erased, it leaves the digest, and every proof holds"),
    ),
    Holding(AUDIT_ENTRY, ("body",), _l("Entries of the log: keys, offices, numbers of persons"), ACTS, until=_NUMBER),
    Holding(
        READ_MARK,
        ("person_id", "paper", "hour"),
        _l("That a person read a paper of level C3 or above in an hour"),
        SECURITY,
        until=_l("as long as the record: each is sealed in the log, and a replay compares them"),
        whose=by(READ_MARK.c.person_id),
        gives=("party", "hour"),
    ),
    Holding(
        ATTEMPT,
        ("person_id", "office", "ref", "reason"),
        _l("Attempts to act that were refused"),
        SECURITY,
        rule="refusals",
        whose=by(ATTEMPT.c.person_id),
        gives=("at", "party", "office", "status", "reason"),
    ),
    Holding(FILING_BODY, ("body",), _l("The words of filings; they may name people"), ACTS, until=_RECORD),
    Holding(
        DOCUMENT,
        ("name", "uploaded_by"),
        _l("Documents: the name of the file, who attached it; the bytes lie in the store under their digest"),
        ACTS,
        until=_RECORD,
        whose=by(DOCUMENT.c.uploaded_by),
        gives=("party", "media", "size", "uploaded_at"),
    ),
    Holding(
        DRAFT,
        ("author_id", "body", "cleared_by", "cleared_office", "changed_by"),
        _l("Drafts: the text, who began, changed and cleared it"),
        WORK,
        rule="drafts",
        until=_l("open drafts until they are sent or discarded"),
        whose=by(DRAFT.c.author_id),
        gives=("party", "changed_at", "cleared_at", "closed_at"),
    ),
    Holding(
        DRAFT_COMMENT,
        ("words", "person_id", "office", "resolved_by"),
        _l("Comments on drafts inside a party"),
        WORK,
        rule="drafts",
        until=_l("deleted with a draft that is discarded, and with the erased words of one that was sent"),
        whose=by(DRAFT_COMMENT.c.person_id),
        gives=("words", "office", "at", "resolved_at"),
    ),
    Holding(
        CLEARANCE_MOVE,
        ("reason", "person_id", "for_person_id", "office", "mandate_id"),
        _l("Moves of papers in the clearance of a party: who, in which office, and why"),
        ACTS,
        rule="drafts",
        until=_l("the reason as the draft; that it was moved as long as the record, which seals it"),
        whose=by(CLEARANCE_MOVE.c.person_id),
        gives=("kind", "office", "organ", "reason", "at"),
    ),
    Holding(
        DRAFT_LANE, ("taken_by",), _l("Under which mandate a paper in clearance was taken over"), WORK, until=_NUMBER
    ),
    Holding(
        CLEARANCE_LANE,
        ("stages", "changed_by"),
        _l("Lanes of clearance: who changed them, and the mandates that hold a stage"),
        ACTS,
        until=_NUMBER,
    ),
    Holding(ACT_CLEARANCE, ("stages",), _l("The offices that cleared an act, for its own party"), ACTS, until=_RECORD),
    Holding(CASES, ("title", "summary"), _l("Titles of cases, and where they stand"), ACTS, until=_RECORD),
    Holding(SEARCH_TEXT, ("words",), _l("Words by which acts are found"), ACTS, until=_l("as what they are of")),
    Holding(LUNAR_BODY, ("body",), _l("Descriptions of activities; they may name people"), ACTS, until=_RECORD),
    Holding(LUNAR_CURRENT, ("title", "operator"), _l("Titles and operators of activities"), ACTS, until=_RECORD),
    Holding(
        LUNAR_VERSION,
        ("person_id", "source"),
        _l("Who recorded a version of an activity, by number"),
        ACTS,
        until=_NUMBER,
        whose=by(LUNAR_VERSION.c.person_id),
        gives=("party", "recorded_at"),
    ),
    Holding(
        PAPER,
        ("organ", "summary", "scan_name", "office", "registered_by"),
        _l("Papers by other channels: what they say in short, who registered them"),
        ACTS,
        until=_RECORD,
        whose=by(PAPER.c.registered_by),
        gives=("ref", "office", "registered_at"),
    ),
    Holding(
        PAPER_OBJECTION,
        ("office", "person_id", "words"),
        _l("What a party said of a paper that is not its own"),
        ACTS,
        until=_l("as long as the record"),
        whose=by(PAPER_OBJECTION.c.person_id),
        gives=("party", "office", "at"),
    ),
    Holding(
        SUBSTITUTION,
        ("mandate_id", "substitute_mandate_id", "recorded_by", "revoked_by"),
        _l("Absences and who stands in, by mandate"),
        ACTS,
        until=_NUMBER,
        whose=by_mandate(SUBSTITUTION.c.mandate_id, SUBSTITUTION.c.substitute_mandate_id),
        gives=("capacities", "valid_from", "valid_until", "recorded_at", "revoked_at"),
    ),
    Holding(
        REPRESENTATION,
        ("instrument", "document", "document_name", "recorded_by", "accepted_by", "revoked_by"),
        _l("Arrangements by which one party acts in another's name: who recorded, accepted and ended them, by number"),
        ACTS,
        until=_NUMBER,
        whose=by(REPRESENTATION.c.recorded_by, REPRESENTATION.c.accepted_by, REPRESENTATION.c.revoked_by),
        gives=("represented", "acting", "recorded_at", "accepted_at", "revoked_at"),
    ),
    Holding(
        DRAFT_HANDED_ON,
        ("person_id", "mandate_id", "office"),
        _l("Who handed on a draft after the mandate had ended"),
        WORK,
        until=_l("as long as the draft"),
        whose=by(DRAFT_HANDED_ON.c.person_id),
        gives=("office", "ended_on", "at"),
    ),
    Holding(
        IMPORTED,
        ("title", "taken_by", "imported_by", "office", "content", "removed_by"),
        _l("Cases of other installations that a party brought in"),
        WORK,
        until=_l("until the party removes it; then that it was there stays"),
        whose=by(IMPORTED.c.imported_by),
        gives=("party", "office", "imported_at", "removed_at"),
    ),
    Holding(
        ORGAN_KEY,
        ("recorded_by", "retired_by"),
        _l("Who registered or retired a key of an organ, by number"),
        ACTS,
        until=_NUMBER,
        whose=by(ORGAN_KEY.c.recorded_by, ORGAN_KEY.c.retired_by),
        gives=("recorded_at", "retired_at"),
    ),
    Holding(
        IDENTITY_PROVIDER,
        ("changed_by",),
        _l("Who changed what a party says of its identity provider, by number"),
        ACTS,
        until=_NUMBER,
        whose=by(IDENTITY_PROVIDER.c.changed_by),
        gives=("changed_at",),
    ),
    Holding(
        STAFF_LOOK,
        ("person_id", "office", "paper"),
        _l("That a person of the staff looked at a paper, as it is told to a party"),
        SECURITY,
        until=_l("as long as the record: each is sealed in the log, and a replay compares them"),
        whose=by(STAFF_LOOK.c.person_id),
        gives=("at", "office", "staff_party"),
    ),
    Holding(
        STAFF_ACCESS,
        ("person_id", "reason"),
        _l("Access that a person of the staff had to a case in an emergency, with its reason"),
        SECURITY,
        until=_l("as long as the record: parties watch the host by it"),
        whose=by(STAFF_ACCESS.c.person_id),
        gives=("opened_at", "until", "ended_at"),
    ),
    Holding(
        PARTY_SIGN_IN,
        ("changed_by",),
        _l("Who changed what a party asks of sign-in, by number"),
        ACTS,
        until=_NUMBER,
        whose=by(PARTY_SIGN_IN.c.changed_by),
        gives=("changed_at",),
    ),
    Holding(
        PARTY_KEEPING,
        ("changed_by",),
        _l("Who changed what a party wishes of names, by number"),
        ACTS,
        until=_NUMBER,
        whose=by(PARTY_KEEPING.c.changed_by),
        gives=("names", "changed_at"),
    ),
    Holding(
        ERASURE_WISH,
        ("person_id", "reason", "asked_by", "decided_by"),
        _l("Wishes to erase: of whom, who asked and confirmed, and why"),
        ACTS,
        rule="wishes",
        until=_l("the reason by the rule, the rest as long as the record"),
        whose=by(ERASURE_WISH.c.person_id),
        gives=("kind", "party_key", "reason", "asked_at", "decided_at", "confirmed", "done_at"),
        blanks={"reason": ""},
    ),
    Holding(
        PERSON_ERASED,
        ("person_id",),
        _l("That an account was erased, by number"),
        ACTS,
        until=_NUMBER,
        whose=by(PERSON_ERASED.c.person_id),
        gives=("since",),
    ),
    Holding(
        WEBHOOK_ENDPOINT,
        ("url", "registered_by"),
        _l("Addresses of systems, and who registered them"),
        DELIVERY,
        until=_NUMBER,
        whose=by(WEBHOOK_ENDPOINT.c.registered_by),
        gives=("party", "state", "registered_at"),
    ),
    Holding(SERVICE_MOVE, ("said",), _l("What proves that something was delivered"), DELIVERY, until=_RECORD),
    Holding(
        FEED_EVENT,
        ("about",),
        _l("What systems of a party were told of, by key"),
        DELIVERY,
        until=_NUMBER,
    ),
    Holding(
        DRILL,
        ("started_by",),
        _l("Who began a drill, by number"),
        DELIVERY,
        until=_NUMBER,
        whose=by(DRILL.c.started_by),
        gives=("started_at",),
    ),
    Holding(
        DRILL_POINT,
        ("remark", "recorded_by"),
        _l("What a secretariat heard when it tried a contact point"),
        DELIVERY,
        until=_l("as long as the record"),
        whose=by(DRILL_POINT.c.recorded_by),
        gives=("asked_at", "result"),
    ),
    Holding(
        NEUTRAL,
        ("nationalities", "expertise"),
        _l("The roster of neutrals: nationalities and fields of expertise"),
        ACTS,
        until=_l("as long as the record; who listed a neutral takes the listing back"),
    ),
)
