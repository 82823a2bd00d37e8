"""The nouns of the API, in the order in which its document tells of them. A new noun is a line here."""

from consult.api import acts, cases, desk, documents, drafts, parties, procedures, token

NOUNS = (
    token.noun,
    desk.noun,
    cases.noun,
    acts.noun,
    drafts.noun,
    documents.noun,
    procedures.noun,
    parties.noun,
)
