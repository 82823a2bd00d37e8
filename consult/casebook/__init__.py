"""Reading cases: lists, acts, filings, deadlines and service, each through the one policy of visibility. Nothing here
writes.
"""

from consult.casebook.around import (
    documents_of,
    find_case,
    links_of,
    organs_of_party,
    participants_of,
    party_names,
    rooms_beside,
    said_names,
    tracks_of,
    zones_of,
)
from consult.casebook.dated import DatedPaper, dated_papers, editions_known, last_acts, limits_between
from consult.casebook.deadlines import (
    Place,
    deadlines_for,
    deadlines_of,
    limits_that_end,
    next_dates,
    running_keys,
)
from consult.casebook.entries import (
    act_of,
    body_by_digest,
    entries_of,
    entry_of,
    last_seen,
    last_words,
    own_answers,
    papers_of,
    readable,
    visible_among,
)
from consult.casebook.filed import FiledAct, filed_acts
from consult.casebook.lists import (
    cases_at,
    cases_with_frozen_text,
    cases_with_hands,
    list_cases,
    open_editions,
    own_cases,
    served_on,
    services_in,
)
from consult.casebook.offered import kinds_of, parties_offered
from consult.casebook.origins import Carried, Origin, origin_of
from consult.casebook.passed import passed_for, recorded_at
from consult.casebook.reminded import reminders_in, reminders_of
from consult.casebook.served import (
    Served,
    ServedAct,
    Serving,
    services_after,
    services_of,
    stands_as,
    unopened_by,
)
from consult.casebook.subjects import Subject, subject_condition
from consult.casebook.values import PAGE_SIZE, Entry, FiledPaper, Listed

__all__ = [
    "PAGE_SIZE",
    "Carried",
    "DatedPaper",
    "Entry",
    "FiledAct",
    "FiledPaper",
    "Listed",
    "Origin",
    "Place",
    "Served",
    "ServedAct",
    "Serving",
    "Subject",
    "act_of",
    "body_by_digest",
    "cases_at",
    "cases_with_frozen_text",
    "cases_with_hands",
    "dated_papers",
    "deadlines_for",
    "deadlines_of",
    "documents_of",
    "editions_known",
    "entries_of",
    "entry_of",
    "filed_acts",
    "find_case",
    "kinds_of",
    "last_acts",
    "last_seen",
    "last_words",
    "limits_between",
    "limits_that_end",
    "links_of",
    "list_cases",
    "next_dates",
    "open_editions",
    "organs_of_party",
    "origin_of",
    "own_answers",
    "own_cases",
    "papers_of",
    "participants_of",
    "parties_offered",
    "party_names",
    "passed_for",
    "readable",
    "recorded_at",
    "reminders_in",
    "reminders_of",
    "rooms_beside",
    "running_keys",
    "said_names",
    "served_on",
    "services_after",
    "services_in",
    "services_of",
    "stands_as",
    "subject_condition",
    "tracks_of",
    "unopened_by",
    "visible_among",
    "zones_of",
]
