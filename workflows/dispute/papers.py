"""What the steps of a dispute ask in writing."""

from __future__ import annotations

from workflows.kernel.joint_text import clauses_field
from workflows.kernel.language import (
    DECISION,
    OPTIONAL,
    PRODUCT,
    REQUEST,
    Binding,
    Citation,
    Filing,
    Grade,
    Source,
    choice,
    date_field,
    document_field,
    instant_field,
    keyed,
    listing,
    long_text,
    money,
    parties_field,
    party_field,
    text,
    whole,
    yes_no,
)

CHARTER = Source("UNC", Binding.LAW_T)("33(1)")
NOTICE = Citation("PCA2012", "3(3)", Binding.LAW_A)
RESPONSE = Citation("PCA2012", "4(1)", Binding.LAW_A)
AWARD = Citation("PCA2012", "34", Binding.LAW_A)
DISCLOSURE = Citation("UNCITRAL2010", "11", Binding.LAW_A, Grade.M)
SETTLING = Citation("UNCITRAL2010", "36", Binding.LAW_A, Grade.M)
ONE_WAY = Source("LC")("XI(2)")
# fmt: off


class NoticeOfDispute(Filing):
    """Notice of dispute."""

    dispute_title = text("Title of the dispute", PRODUCT, fills="title", section="The dispute and its parties")
    respondents = parties_field("Respondents", CHARTER)
    agreement = text("Agreement and provisions relied on", CHARTER)
    facts = long_text("Facts", CHARTER, fills="account", section="What it is about")
    relief = long_text("Relief sought", CHARTER, need=OPTIONAL)
    entities = listing("Companies or other entities that a party represents", PRODUCT,
                       keyed("party", party_field("Party that represents it", PRODUCT)),
                       keyed("name", text("Name of the entity", PRODUCT)), need=OPTIONAL,
                       help="Only where the clause admits them. They take part through the party that represents them.")
    parallel = choice("Is the same subject pending before another body, or in another procedure?",
                      {"no": "No", "yes": "Yes"}, ONE_WAY, need=OPTIONAL)
    parallel_reference = text("That body or procedure, with its reference", ONE_WAY, need=OPTIONAL)
    claims = listing("Claims, each to be settled or decided by itself", PRODUCT, keyed("key", text("Short name",
                     PRODUCT)),
                     keyed("claim", long_text("Claim", PRODUCT)), need=OPTIONAL)
    urgency = yes_no("Is it urgent?", PRODUCT, need=OPTIONAL, section="Course of the talks")
    proposed_on = date_field("Date proposed for talks", PRODUCT, need=OPTIONAL)


class ProofOfReceipt(Filing):
    """Proof that a notice was received."""

    received_at = instant_field("Received at", PRODUCT, need=OPTIONAL, help="Left empty: at the moment of this act.")
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Remark(Filing):
    """Remark."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Invitation(Filing):
    """Invitation to a stage."""

    on_paper = REQUEST
    terms = long_text("Rules, place, language, profile of the neutral", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Declaration(Filing):
    """Declaration that a stage has ended without result."""

    reasons = long_text("Reasons, if you wish to give them", PRODUCT, need=OPTIONAL)


class Nomination(Filing):
    """Nomination of a neutral."""

    neutral = party_field("Who is nominated: a neutral of the roster, or a body that provides one", PRODUCT,
                          offers="neutral")
    mandate = long_text("The mandate: what is asked, and within which limits", PRODUCT, need=OPTIONAL)
    until_on = date_field("The mandate ends on", PRODUCT, need=OPTIONAL)


class Disclosure(Filing):
    """Statement of disclosure."""

    disclosure = long_text("Circumstances that may raise doubts about impartiality or independence", DISCLOSURE,
                           help="Where there are none, say so.")
    name = text("Who will serve, where a body was nominated", PRODUCT, need=OPTIONAL)


class Asking(Filing):
    """Request that the appointing authority appoint."""

    on_paper = REQUEST
    authority = party_field("Appointing authority", PRODUCT)
    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Skip(Filing):
    """Agreement to leave stages out."""

    reasons = long_text("What was agreed", PRODUCT)
    document = document_field("Written agreement", PRODUCT, need=OPTIONAL)


class Report(Filing):
    """Report of a commission, or decision of an expert."""

    on_paper = DECISION
    text = long_text("Findings and recommended terms, or the decision", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Evidence(Filing):
    """Evidence that a stage was gone through."""

    text = long_text("What was done, and when", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class NoticeOfArbitration(Filing):
    """Notice of arbitration."""

    on_paper = REQUEST
    demand = long_text("Demand that the dispute be referred to arbitration", NOTICE)
    clause = text("Arbitration agreement invoked", NOTICE)
    instrument = text("Instrument out of which the dispute arises", NOTICE)
    claim = long_text("Claim", NOTICE)
    amount = money("Amount, where there is one", NOTICE, need=OPTIONAL)
    relief = long_text("Relief sought", NOTICE)
    proposal = long_text("Proposal on number of arbitrators, language and place", NOTICE, need=OPTIONAL)


class Submission(Filing):
    """Special agreement that submits the dispute."""

    question = long_text("The question submitted", CHARTER)
    document = document_field("Special agreement", PRODUCT, need=OPTIONAL)


class Response(Filing):
    """Response to the notice of arbitration."""

    on_paper = REQUEST
    position = long_text("Response to the claim", RESPONSE)
    counterclaim = long_text("Counterclaim, where there is one", RESPONSE, need=OPTIONAL)
    plea = yes_no("Do you plead that the tribunal has no jurisdiction?", RESPONSE, need=OPTIONAL)


class Arbitrator(Filing):
    """Appointment of an arbitrator."""

    on_paper = DECISION
    name = text("Name", PRODUCT)
    disclosure = long_text("Disclosure of circumstances that may raise doubts", PRODUCT)
    arbitrator = party_field("The arbitrator, where listed on the roster of this installation", PRODUCT, need=OPTIONAL,
                             offers="neutral",
                             help="Then the arbitrator signs in, states a disclosure and reads the record.")


class Removal(Filing):
    """Vacancy of a seat."""

    on_paper = DECISION
    grounds = long_text("Grounds", PRODUCT)
    arbitrator = party_field("The arbitrator who leaves, where listed here", PRODUCT, need=OPTIONAL)


class Presiding(Arbitrator):
    """Appointment of the presiding or sole arbitrator."""

    office = party_field("Body that acts as the tribunal's office", PRODUCT)


class Challenge(Filing):
    """Challenge of an arbitrator."""

    on_paper = REQUEST
    grounds = long_text("Grounds", PRODUCT)


class Order(Filing):
    """Order of the tribunal."""

    on_paper = DECISION
    text = long_text("Order", PRODUCT)
    due_on = date_field("Due on", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Timetable(Filing):
    """A written statement that the tribunal orders."""

    on_paper = DECISION
    text = long_text("What is to be filed, and by whom", PRODUCT)
    due_on = date_field("Due on", PRODUCT)


class Award(Filing):
    """Award or judgment."""

    on_paper = DECISION
    dispositif = long_text("What was decided", AWARD)
    document = document_field("Award", AWARD, need=OPTIONAL)
    publication = yes_no("Do all parties consent to publication?", AWARD, need=OPTIONAL)


class AfterAward(Filing):
    """Request after the award."""

    on_paper = REQUEST
    requests = listing("Requests", PRODUCT, keyed("key", text("Short name", PRODUCT)),
                       keyed("text", long_text("Request", PRODUCT)), least=1)


class Settlement(Filing):
    """Terms of settlement."""

    clauses = clauses_field(SETTLING, OPTIONAL)
    terms = long_text("Terms, where they are not written as clauses", SETTLING, need=OPTIONAL)
    no_precedent = yes_no("Without precedent and without admission?", PRODUCT, need=OPTIONAL)
    publication = yes_no("May it be published?", PRODUCT, need=OPTIONAL)
    document = document_field("Signed text", PRODUCT, need=OPTIONAL)


class Withdrawing(Filing):
    """Withdrawal of the claim."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class Commitments(Filing):
    """Commitments that are due on one day."""

    commitments = listing("Commitments", PRODUCT, keyed("key", text("Short name", PRODUCT)),
                          keyed("party", party_field("Who is to perform", PRODUCT)),
                          keyed("text", long_text("What is to be done", PRODUCT)), least=1)
    due_on = date_field("Due on", PRODUCT)


class Compliance(Filing):
    """Report on compliance."""

    text = long_text("What was done", AWARD)
    done_on = date_field("Done on", PRODUCT, need=OPTIONAL)
    document = document_field("Evidence", PRODUCT, need=OPTIONAL)


class Departure(Filing):
    """Notice that a party leaves the agreement."""

    notified_on = date_field("Notified to the depositary on", PRODUCT)
    months = whole("Months until it takes effect", PRODUCT, least=0, need=OPTIONAL)


class Objection(Filing):
    """Objection."""

    grounds = long_text("Grounds", PRODUCT)
