"""Where a claim can be: roles, states and states of tracks, by the names of the product's text on liability.

What is prepared is for the claimant alone: a launching State that is named there takes no part and learns nothing
before the claim is presented to it. Case state, launching States, respondents, seats and members are separate.
"""

from __future__ import annotations

from workflows.kernel.language import FINAL, RESTING, Binding, Role, Source, State, TrackSet

LC = Source("LC", Binding.LAW_T)
REG = Source("REG", Binding.LAW_T)
CLAIM, CONSTITUTION, COMMISSION = "claim", "constitution", "commission"
"""Files that those in office read; talks lie in none."""
CLAIMANT = Role("claimant", "the claimant")
RESPONDENT = Role("respondent", "the launching State")
SECRETARY_GENERAL = Role("secretary_general", "the Secretary-General", stake=False, office=True,
                         reads=(CONSTITUTION,))  # fmt: skip
CHAIRMAN = Role("chairman", "the chairman of the Commission", stake=False, office=True,
                reads=(CLAIM, CONSTITUTION, COMMISSION))  # fmt: skip
MEMBER = Role("member", "a member of the Commission", stake=False, office=True,
              reads=(CLAIM, CONSTITUTION, COMMISSION))  # fmt: skip
APPOINTED_CHAIRMAN = Role("appointed_chairman", "whoever is appointed as chairman", stake=False, office=True)
APPOINTED_MEMBER = Role("appointed_member", "whoever is appointed as member", stake=False, office=True)
ROLES = (CLAIMANT, RESPONDENT, SECRETARY_GENERAL, CHAIRMAN, MEMBER, APPOINTED_CHAIRMAN, APPOINTED_MEMBER)

DRAFT = "draft"
PREPARING = ("incident_recorded", "identification_pending", "claim_preparation", "held_parallel_remedy")
BARRED, OVER = "barred", "window_expired_unpresented"
TALKS = ("claim_presented", "documentation_notified", "negotiation", "commission_available")
FORMING = ("commission_requested", "constituting")
SITTING = "established"
AWARDED = ("award_issued_binding", "award_issued_recommendatory")
IMPLEMENTING = "implementation"
UNDECIDED = (*TALKS, *FORMING, SITTING)
PRESENTED = (*UNDECIDED, *AWARDED, IMPLEMENTING)
ENDS = ("closed_paid", "closed_settled", "closed_rejected_unresolved", "closed_withdrawn")
MAY_PRESENT = ("free", "overridden")
# fmt: off

STATES = (
    State(DRAFT, "The incident is being written down; nobody else sees it"),
    State("incident_recorded", "Damage is known; the claim is not prepared yet"),
    State("identification_pending", "The launching State is not known; help to identify it may be asked for"),
    State("claim_preparation", "The claim is prepared and tested; nobody else sees it"),
    State("held_parallel_remedy", "Held: the same damage is pursued in another way", label="Held for another remedy"),
    State(BARRED, "A bar against every launching State is recorded; two persons of the ministry may set it aside",
          RESTING),
    State(OVER, "The dates for presenting have passed with no claim; later knowledge of the facts may reopen it",
          RESTING, "Not presented in time"),
    State("claim_presented", "The claim is delivered"),
    State("documentation_notified", "It is notified that the documentation is submitted; the year of talks runs"),
    State("negotiation", "Diplomatic talks"),
    State("commission_available", "A year has passed since that notice; either side may ask for a Claims Commission, "
          "and nobody has to", label="Claims Commission available"),
    State("commission_requested", "One side has asked for a Claims Commission", label="Claims Commission requested"),
    State("constituting", "Members are being appointed", label="Claims Commission being formed"),
    State(SITTING, "The Claims Commission exists, in full or with a single member",
          label="Claims Commission established"),
    State("award_issued_binding", "Decided; the parties agreed beforehand that the award is final and binding",
          label="Award issued, binding"),
    State("award_issued_recommendatory", "Decided; the award is a recommendation to be considered in good faith",
          label="Award issued, recommendatory"),
    State(IMPLEMENTING, "Payment, or consideration in good faith"),
    State("closed_paid", "Paid", RESTING, "Closed: paid"),
    State("closed_settled", "Settled; what was agreed is followed", RESTING, "Closed: settled"),
    State("closed_rejected_unresolved", "Rejected, and not resolved", FINAL, "Closed: not resolved"),
    State("closed_withdrawn", "Withdrawn; it may be presented again while the dates for presenting run", RESTING,
          "Closed: withdrawn"),
)

_OFFICE = (State("sitting", "Sits"), State("ended", "The mandate has ended"))
LAUNCHER = TrackSet("launcher", "named", (
    State("named", "May be a launching State; the bars were not gone through yet"),
    State("free", "No bar stands against a claim to it"),
    State("barred", "A bar stands against a claim to it"),
    State("overridden", "A bar was set aside by two persons of the ministry, with a reason", label="Bar set aside"),
    State("addressed", "The claim was presented to it"),
), "launching State", ends=("free", "barred", "overridden", "addressed"))
RESPONDING = TrackSet("respondent", "served", (
    State("served", "Sent; receipt is not proved yet"),
    State("received", "Receipt is proved"),
    State("answered", "Has answered the claim"),
    State("silent", "No reply recorded"),
), "respondent", "respondent", ends=("received", "answered", "silent"), level="C2", file=CLAIM)
CO_CLAIMANT = TrackSet("co_claimant", "joined", (
    State("joined", "Takes part; its own damage is not put yet"),
    State("put", "Has put its own damage"),
    State("left", "Has left"),
), "further claimant", "claimant", gone=("left",), ends=("joined", "put"), level="C2", file=CLAIM)
SEAT = TrackSet("seat", "vacant", (
    State("vacant", "Nobody is appointed"),
    State("filled", "A member sits"),
), "seat", ends=("filled",), level="C2", file=CONSTITUTION)
CHAIR = TrackSet("chairman", "sitting", _OFFICE, "chairman", APPOINTED_CHAIRMAN.key, gone=("ended",), ends=("sitting",),
                 office=CHAIRMAN.key, level="C2", file=CONSTITUTION)
MEMBERS = TrackSet("member", "sitting", _OFFICE, "member", APPOINTED_MEMBER.key, gone=("ended",), ends=("sitting",),
                   office=MEMBER.key, level="C2", file=CONSTITUTION)
TRACKS = (LAUNCHER, RESPONDING, CO_CLAIMANT, SEAT, CHAIR, MEMBERS)
SEATS = (("claimant", "claimant"), ("respondent", "respondent"), ("chairman", None))
SEAT_TITLES = (("claimant", "the seat of the claimant side"), ("respondent", "the seat of the launching side"),
               ("chairman", "the chair"))
