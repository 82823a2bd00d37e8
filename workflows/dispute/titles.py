"""How the steps of a dispute are called, and how they are joined to the stage, seat or party that they concern.

A title is a command, from which the record makes its sentence: “Invite” with “to” gives “Japan invited to mediation”.
What only the clock does is named. Titles hold for every kind of stage, since the stage itself is named beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflows.kernel.language import Step

TITLES: dict[str, tuple[str, str]] = {
    "serve_notice_of_dispute": ("Serve the notice of dispute", "on"),
    "record_receipt": ("Record receipt", "by"),
    "acknowledge": ("Acknowledge receipt", ""),
    "open_talks": ("the first stage begins", ""),
    "enter_deadlock": ("deadlock", ""),
    "request_talks": ("Ask for the stage", "of"),
    "invite": ("Invite", "to"),
    "offer": ("Make the offer", "of"),
    "accept": ("Accept the invitation", "to"),
    "reject": ("Reject the invitation", "to"),
    "elect_rejection_of": ("Take silence as a rejection", "of"),
    "end": ("End the stage", "of"),
    "nominate": ("Nominate the neutral", "for"),
    "take_office_as": ("Take office with a disclosure", ""),
    "decline_to_be": ("Decline the nomination", ""),
    "resign_as": ("Resign from the office", ""),
    "end_mandate_of": ("End the mandate", "of"),
    "file_disclosure": ("File the statement of disclosure", ""),
    "ask_authority_for": ("Ask the authority to appoint", "for"),
    "report": ("Submit the report", "of"),
    "accept_report": ("Accept the recommended terms", "of"),
    "reject_report": ("Reject the report", "of"),
    "lapse_report": ("nobody accepted the report in time", "in"),
    "decide_question": ("Decide the technical question", "of"),
    "declare_negotiation_failed": ("Declare the failure", "of"),
    "lapse": ("no time is left", "for"),
    "extend": ("Extend the time", "of"),
    "go_to_stage": ("Go on to the stage", "of"),
    "leave_out_stage": ("Leave out the stage", "of"),
    "state_urgency": ("State that it is urgent", ""),
    "go_past_stage": ("Go past the stage for urgency", "of"),
    "ask_lead_partner": ("Tell the lead partner that the subject suits all", "for"),
    "convene": ("Convene all partners", "for"),
    "speak_in_talks": ("Speak in the talks", "of"),
    "record_first_meeting": ("Record the first meeting", "in"),
    "state_performance": ("State what becomes of performance", ""),
    "resume_performance": ("Report that performance is taken up again", ""),
    "report_parallel_forum": ("Report that the subject is pending elsewhere", ""),
    "end_parallel_forum": ("Report that it is no longer pending elsewhere", ""),
    "respond_joined": ("Respond as a party that joined", ""),
    "record_stage_evidence": ("Record evidence", "of"),
    "object_to_stage": ("Object to the stage", "of"),
    "give_notice_of_arbitration": ("Give notice of arbitration", ""),
    "submit_jointly": ("Submit the dispute to arbitration", ""),
    "enter_arb_constituting": ("the tribunal is being formed", ""),
    "respond": ("Respond to the notice of arbitration", ""),
    "seise_court": ("Seise the Court", ""),
    "submit_to_court": ("Submit the dispute to the Court", ""),
    "record_judgment": ("Record the judgment", ""),
    "record_lack_of_jurisdiction": ("Record that the Court lacks jurisdiction", ""),
    "appoint_arbitrator": ("Appoint an arbitrator", "to"),
    "choose_presiding": ("Choose the arbitrator", "for"),
    "ask_appointing_authority": ("Ask the appointing authority", "for"),
    "authority_appoints": ("Appoint in the place of a party", "to"),
    "constitute": ("the tribunal is constituted", ""),
    "challenge_arbitrator": ("Challenge the arbitrator", "in"),
    "withdraw_challenge": ("Withdraw the challenge", "to"),
    "reject_challenge": ("Reject the challenge", "to"),
    "uphold_challenge": ("Uphold the challenge", "to"),
    "record_vacancy": ("Record a vacancy", "in"),
    "plead_jurisdiction": ("Plead that the tribunal lacks jurisdiction", ""),
    "uphold_plea": ("Uphold the plea on jurisdiction", ""),
    "reject_plea": ("Reject the plea on jurisdiction", ""),
    "order_statement": ("Order a written statement", ""),
    "file_statement": ("File the written statement", ""),
    "request_interim_measures": ("Request interim measures", ""),
    "order_interim_measures": ("Order interim measures", ""),
    "close_hearings": ("Close the hearings", ""),
    "reopen_hearings": ("Reopen the hearings", ""),
    "render_award": ("Render the award", ""),
    "enter_compliance": ("execution is followed", ""),
    "request_interpretation": ("Request interpretation of the award", ""),
    "request_correction": ("Request correction of the award", ""),
    "request_additional": ("Request an additional award", ""),
    "answer_request": ("Answer the request", "on"),
    "withdraw_request": ("Give up the request", "on"),
    "enter_award_rendered": ("no request is pending", ""),
    "correct_own_motion": ("Correct the award of the tribunal's own motion", ""),
    "table_text": ("Table a version of the text", ""),
    "assent_to_clauses": ("Assent to clauses", ""),
    "withhold_assent": ("Withhold assent from clauses", ""),
    "settle": ("Settle the dispute", ""),
    "settle_claim": ("Settle one claim", ""),
    "withdraw_one_claim": ("Withdraw one claim", ""),
    "withdraw_dispute": ("Withdraw the dispute", ""),
    "withdraw_by_consent": ("Withdraw the dispute by consent", ""),
    "terminate_proceedings": ("Terminate the proceedings", ""),
    "discontinue_together": ("Discontinue the case", ""),
    "propose_discontinuance": ("discontinuance is proposed", ""),
    "object_to_discontinuance": ("Object to discontinuance", ""),
    "discontinue": ("the case is discontinued", ""),
    "record_commitments": ("Record commitments", "on"),
    "report_performance": ("Report performance", "of"),
    "confirm_performance": ("Confirm performance", "of"),
    "dispute_performance": ("Dispute performance", "of"),
    "report_compliance": ("Report on compliance", ""),
    "confirm_complied": ("Confirm compliance", ""),
    "record_noncompliance": ("State non-compliance", ""),
    "reply_to_noncompliance": ("Reply to the statement of non-compliance", ""),
    "resume_compliance": ("Resume compliance", ""),
    "reopen_ladder": ("Reopen the ladder", ""),
    "confirm_after_all": ("Confirm that all was carried out", ""),
    "leave_dispute": ("Leave the dispute", ""),
    "state_position": ("State a position", "on"),
    "record_departure": ("Record that a party leaves the agreement", ""),
}
FAMILIES = (
    "nominate",
    "take_office_as",
    "decline_to_be",
    "resign_as",
    "end_mandate_of",
    "invite",
    "offer",
    "accept",
    "reject",
    "elect_rejection_of",
    "end",
    "ask_authority_for",
    "lapse",
    "extend",
)
"""Steps of which there is one for each stage or kind of it: their keys begin with these words."""


def titled(rows: Iterable[Step]) -> Iterator[Step]:
    """Call every row by its title; those of parts shared with other procedures have theirs. KeyError for others."""
    for row in rows:
        key = row.key if row.key in TITLES else _family(row)
        if row.common and key not in TITLES:
            yield row
        else:
            title, whom = TITLES[key]
            yield replace(row, title=title, whom=whom)


def _family(row: Step) -> str:
    return next((one for one in FAMILIES if row.key.startswith(f"{one}_") and row.track), row.key)
