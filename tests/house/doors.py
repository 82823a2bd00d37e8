"""Who is answered how at every door: each route of pages, forms and the API, with the status for each account.

A row is a class of routes at which every account is answered alike, at the addresses of `doors_world`: what is asked
for is there where that world has it, and a form is sent with its token and without answers. Where a form binds is in
`consult.web.proving.BINDING`, what is drawn at many more addresses in `outputs.py`; this says who gets in.

Long because: one place for each route.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Door:
    """The statuses for the accounts of `doors_world.ACCOUNTS`, in their order; why; and the routes."""

    statuses: str
    why: str
    routes: str


# nobody party outsider secretariat mediator arbitrator operator manager adviser auditor expired
PAGES = (
    Door(
        "303 200 200 200 200 200 200 200 200 200 303",
        "what whoever acts for somebody reads; what stands on it passes the policy",
        "absences.index advice.ask calendar.show calendar.take_away cases.index desk.show directory.index "
        "editions.compare editions.list_editions exchange.give_schema exchange.index exchange.take_contacts "
        "exchange.take_notices feeds.show interface.show library.compare_charters library.download library.index "
        "library.list_agreements library.list_charters library.list_instruments library.show_agreement "
        "library.show_charter library.show_instrument library.show_procedure lunar.index lunar.screen lunar.show "
        "lunar.show_map lunar_exchange.take_away neutrals.index objects.index organ_keys.show parties.index "
        "parties.show people.index practice.show preferences.show record.entry record.give_leaf "
        "record.give_receipt record.index record_checks.ask_check record_checks.ask_compare search.show "
        "silence.board tokens.show"
        " my_data.show representations.index"
        " watched.index",
    ),
    Door(
        "200 200 200 200 200 200 200 200 200 200 200",
        "the same for everybody, without sign-in",
        "health.live health.ready lunar_atom.give public.about public.figures public.index public.list_lunar "
        "public.show public.show_lunar public_files.give_case public_files.give_feed public_files.give_figures "
        "public_files.give_list public_files.give_openings public_files.give_receipt public_files.give_schema "
        "record_checks.give_policy record_checks.give_verifier robots.give_robots static witnesses.show",
    ),
    Door(
        "303 404 404 404 404 404 404 200 404 404 303",
        "the house of a party: its manager",
        "members.show members.show_asked organs.ask_contact organs.ask_organ people.ask_mandate people.ask_person "
        "people.ask_revocation tokens.index webhooks.ask webhooks.index webhooks.show"
        " keeping.show representations.ask"
        " provider_settings.show",
    ),
    Door(
        "303 404 404 404 404 404 404 404 404 404 303",
        "there is no such thing in this world",
        "absences.ask_end affected.show cases.statement drills.show library.show_provision outputs.show "
        "papers.give_scan papers.give_scan_of_act reports.figure"
        " delegations.give_document representations.give_document"
        " watched.read",
    ),
    Door(
        "303 200 404 404 200 200 404 200 200 200 303",
        "a case and its acts: those in it, and who manages, clears or audits for one of them",
        "cases.act cases.ask_step cases.sheet cases.show formal.give formal.show receipts.receipt taking.ask"
        " watched.of_case",
    ),
    Door(
        "404 404 404 404 404 404 404 404 404 404 404",
        "open addresses at which there is nothing in this world",
        "audit.give_checkpoint audit.give_tile drills.ask feeds.give figures_at.give public.lead_nowhere "
        "public_files.give_document signin.read_link"
        " providers.ask providers.come_back providers.index",
    ),
    Door(
        "303 200 404 404 404 404 404 404 200 404 303",
        "papers in preparation, and cases imported to be read: those who prepare",
        "drafts.before_sending drafts.show formal.give_draft formal.show_draft imports.give imports.show"
        " clearance.show",
    ),
    Door(
        "303 404 404 200 200 200 404 404 404 404 303",
        "the desk of an office",
        "drills.ask_start papers.ask papers.index secretariat.show",
    ),
    Door(
        "303 200 200 200 200 200 404 200 200 200 303",
        "files of what one may read: nobody of an operator",
        "audit_log.ask outputs.index reports.new",
    ),
    Door(
        "303 200 200 200 200 200 200 200 200 200 200",
        "the own account, whatever mandates there are",
        "factors.show proving.ask signin.list_capacities handing.show",
    ),
    Door(
        "303 200 404 404 404 404 404 200 200 200 303",
        "what two parties share, or the log of one holds: people of one of them",
        "documents.give record.give_openings",
    ),
    Door(
        "303 303 303 303 303 303 303 303 303 303 303",
        "leads on",
        "home second.ask",
    ),
    Door(
        "303 200 200 200 200 200 200 200 200 404 303",
        "whoever has a capacity to hand on: an auditor has none",
        "absences.ask clearance.show_lane delegations.ask",
    ),
    Door(
        "303 404 404 404 404 404 404 404 404 404 404",
        "the own account: no codes are being set up",
        "factors.show_codes",
    ),
    Door(
        "303 200 200 200 200 200 404 404 200 404 303",
        "cases imported to be read: those who prepare",
        "imports.index",
    ),
    Door(
        "303 200 200 200 404 404 404 404 404 403 303",
        "a file of activities is brought in by whoever writes for a State or keeps the register",
        "lunar_exchange.ask_import",
    ),
    Door(
        "303 200 200 200 200 200 200 200 200 403 303",
        "the form that opens a case",
        "notices.new",
    ),
    Door(
        "303 200 200 404 404 404 404 404 200 404 303",
        "what waits for release: whoever clears or dispatches",
        "overview.show",
    ),
    Door(
        "303 404 404 422 404 404 404 404 404 404 303",
        "the office that registered the paper; no case is chosen",
        "papers.choose",
    ),
    Door(
        "303 404 404 200 404 404 404 404 404 404 303",
        "the office that registered the paper",
        "papers.show",
    ),
    Door(
        "303 200 404 404 404 404 200 200 200 200 303",
        "a person of the own party",
        "people.show",
    ),
    Door(
        "303 404 200 404 404 404 404 404 404 404 303",
        "between two States: not between a State and itself, nor with a body",
        "reciprocity.show",
    ),
    Door(
        "200 303 303 303 303 303 303 303 303 303 303",
        "the form of whoever is not signed in",
        "signin.ask",
    ),
    Door(
        "303 200 200 200 200 200 200 404 200 404 303",
        "the queue of clearance: whoever prepares",
        "clearance.queue",
    ),
    Door(
        "303 404 404 404 404 404 200 404 404 404 303",
        "how the installation stands: the people of the organ that its settings name, who see no case",
        "operations.show",
    ),
    Door(
        "303 404 404 200 200 200 404 404 404 404 303",
        "what is open in an emergency: staff of a secretariat",
        "watched.mine",
    ),
)
FORMS = (
    Door(
        "401 404 404 404 404 404 404 404 404 403 409",
        "nothing of the kind is there, or none of the asker's",
        "absences.end beside.begin cases.start_draft drills.answer_here imports.remove members.confirm "
        "members.end_session members.refuse notices.open_case operations.retry organ_keys.retire papers.object_to "
        "papers.register "
        "register.begin reports.make_of_case rooms.open_room secretariat.retry"
        " clearance.move keeping.confirm keeping.refuse representations.accept representations.revoke"
        " members.end_link provider_settings.remove",
    ),
    Door(
        "401 404 404 404 404 404 404 409 404 403 409",
        "the house of a party: its manager, for whom it is not possible now",
        "members.remove_factors organs.set_urgent people.close_account people.revoke_mandate practice.answer "
        "webhooks.pause webhooks.remove webhooks.resume webhooks.retire webhooks.rotate webhooks.send_again "
        "webhooks.send_test"
        " clearance.change_lane"
        " provider_settings.keep",
    ),
    Door(
        "401 404 404 404 404 404 404 422 404 403 409",
        "the house of a party: its manager, whose answers are missing",
        "exchange.bring_contacts members.change_asked organ_keys.register organs.add_contact organs.add_organ "
        "organs.move_contact people.invite people.record_mandate tokens.make_for_system webhooks.register"
        " keeping.ask_paper keeping.ask_person keeping.change_names representations.record",
    ),
    Door(
        "401 404 404 404 404 404 404 404 404 404 409",
        "something of one's own or of one's party that there is not",
        "desk.mark feeds.end feeds.renew outputs.remove outputs.retry outputs.take tokens.revoke my_data.take",
    ),
    Door(
        "401 422 422 422 422 422 422 422 422 422 409",
        "an auditor may as well: answers are missing",
        "feeds.make lunar.run_screen preferences.change record_checks.check tokens.make views.change views.save",
    ),
    Door(
        "401 422 422 422 422 422 422 422 422 422 422",
        "the own account: answers are missing",
        "factors.add_passkey factors.change_password factors.confirm_codes factors.name_passkey proving.prove",
    ),
    Door(
        "401 422 422 422 422 422 422 422 422 403 409",
        "answers are missing, which is seen before anything is looked up",
        "absences.record affected.decide cases.take drills.record delegations.record",
    ),
    Door(
        "401 303 303 303 303 303 303 303 303 303 303",
        "the own account: done",
        "factors.begin_codes factors.end_others factors.end_session signin.leave",
    ),
    Door(
        "401 404 404 404 404 404 404 303 404 403 409",
        "the house of a party: its manager, done",
        "members.end_sessions organs.prove_contact organs.withdraw_contact people.open_account",
    ),
    Door(
        "401 422 404 404 404 404 404 404 422 403 409",
        "a paper in preparation: those who prepare, answers are missing",
        "drafts.clear drafts.save drafts.send clearance.pass_on clearance.say",
    ),
    Door(
        "404 404 404 404 404 404 404 404 404 404 404",
        "what an identity provider says, signed by it: there is none in this world",
        "providers.log_out",
    ),
    Door(
        "400 404 404 404 404 404 404 404 404 404 404",
        "one-time links that there are not; without the token of a form 400",
        "drills.answer providers.begin providers.begin_invited second.challenge_half signin.use_link",
    ),
    Door(
        "401 404 404 404 404 404 404 404 404 404 404",
        "the own account: there is no such thing",
        "factors.remove_codes factors.remove_passkey signin.choose_capacity"
        " providers.begin_link providers.begin_proof providers.unlink",
    ),
    Door(
        "401 200 200 200 200 200 200 200 200 200 200",
        "the own account: a challenge",
        "factors.challenge proving.challenge",
    ),
    Door(
        "401 422 422 422 422 422 404 404 422 403 409",
        "cases imported to be read: those who prepare, a file is missing",
        "imports.bring_in imports.check",
    ),
    Door(
        "400 422 422 422 422 422 422 422 422 422 422",
        "signing in: answers are missing; without the token of a form 400",
        "second.enter_by_passkey signin.enter",
    ),
    Door(
        "401 422 422 422 422 422 404 422 422 422 409",
        "an audit log: everybody but operators, answers are missing",
        "audit_log.make",
    ),
    Door(
        "401 404 404 422 422 422 404 404 404 403 409",
        "a drill: an office, answers are missing",
        "drills.start",
    ),
    Door(
        "401 422 422 422 422 422 404 404 404 403 409",
        "notices brought in: whoever writes, a file is missing",
        "exchange.bring_notices",
    ),
    Door(
        "401 409 409 409 409 409 409 409 409 409 409",
        "recovery codes of an account without a factor",
        "factors.renew_recovery factors.keep",
    ),
    Door(
        "401 422 422 422 404 404 404 404 404 403 409",
        "activities brought in: whoever writes for a State or keeps the register, a file is missing",
        "lunar_exchange.run_import",
    ),
    Door(
        "401 404 404 422 404 404 404 404 404 403 409",
        "the office that registered the paper: answers are missing",
        "papers.attach",
    ),
    Door(
        "401 404 404 409 404 404 404 404 404 403 409",
        "the office that registered the paper: it belongs to no case",
        "papers.serve",
    ),
    Door(
        "401 404 404 404 404 404 404 200 404 403 409",
        "a one-time link: the manager",
        "people.issue_link",
    ),
    Door(
        "401 409 409 409 409 409 409 409 409 403 409",
        "practice: this installation has no exercise desks",
        "practice.begin",
    ),
    Door(
        "401 200 200 200 200 200 404 200 200 403 409",
        "the whole chain of the own party: who prepares or manages, and no auditor",
        "record.take_own",
    ),
    Door(
        "401 200 200 200 200 200 200 200 200 200 409",
        "compares and keeps nothing",
        "record_checks.compare",
    ),
    Door(
        "401 422 422 422 422 422 404 422 422 403 409",
        "a report: everybody but operators and auditors, answers are missing",
        "reports.make",
    ),
    Door(
        "400 200 200 200 200 200 200 200 200 200 200",
        "signing in by a passkey: a challenge; without the token of a form 400",
        "second.challenge",
    ),
    Door(
        "400 303 303 303 303 303 303 303 303 303 303",
        "a second factor without a first one: back to the beginning; without the token of a form 400",
        "second.enter",
    ),
    Door(
        "401 200 404 404 200 200 404 200 200 200 409",
        "a case taken away: whoever reads it",
        "taking.take",
    ),
    Door(
        "401 303 404 404 404 404 404 404 303 403 409",
        "a comment on a paper in preparation: those who prepare",
        "clearance.settle",
    ),
    Door(
        "401 404 404 404 404 404 404 404 404 403 404",
        "only whoever's mandate has ended hands a paper on, and none is left behind here",
        "handing.hand_on",
    ),
    Door(
        "401 422 409 409 409 409 422 409 422 422 409",
        "the own account: a reason is missing, or there is no manager who could confirm",
        "my_data.ask_erasure",
    ),
    Door(
        "401 303 303 303 303 303 303 303 303 303 409",
        "a file of the own data is asked for",
        "my_data.export",
    ),
)
API = (
    Door(
        "401 200 200 200 200 200 200 200 200 200 401",
        "what every token reads; what stands in it passes the policy",
        "api_absences.index api_absences.list_acts api_advice.list_questions api_agreements.index "
        "api_agreements.show api_calendar.index api_cases.index api_charters.compare api_charters.index "
        "api_charters.show api_checks.give_policy api_checks.give_verifier api_contacts.index api_contacts.show "
        "api_days.show_desk api_deadlines.index api_desk.show api_directory.index api_drills.index "
        "api_drills.list_asked api_events.index api_exchange.give_schema api_exchange.take_contacts "
        "api_exchange.take_notices api_exchange.take_register api_instruments.index api_instruments.show "
        "api_log.give_leaf api_log.give_receipt api_log.list_entries api_log.list_witnesses api_log.show "
        "api_log.show_entry api_lunar.index api_lunar.list_overlaps api_lunar.show api_neutrals.index "
        "api_objects.index api_organ_keys.index api_organs.index api_organs.show api_parties.index "
        "api_parties.show api_people.index api_practice.show api_procedures.compare api_procedures.draw "
        "api_procedures.index api_procedures.list_editions api_procedures.show api_search.show api_service.index "
        "api_silences.index api_token.show api_tokens.index api_views.index"
        " api_representations.index"
        " api_looks.index api_looks.list_accesses",
    ),
    Door(
        "401 422 422 422 422 422 422 422 422 403 401",
        "members are missing, which is seen before anything is looked up",
        "api_absences.record api_acts.take api_affected.decide api_cases.open_case api_checks.check "
        "api_checks.compare api_contacts.add api_contacts.move api_contacts.set_urgent api_desk.mark "
        "api_drafts.begin api_drafts.replace_text api_drills.record api_exchange.bring_notices api_lunar.begin "
        "api_lunar.screen api_organ_keys.register api_organs.add api_papers.attach api_papers.object_to "
        "api_papers.serve api_people.invite api_people.record_mandate api_reports.make api_reports.make_audit_log "
        "api_rooms.open_beside api_rooms.open_room api_views.rename api_views.save api_webhooks.register"
        " api_clearance.comment_on api_clearance.move api_clearance.settle",
    ),
    Door(
        "401 200 404 404 200 200 404 200 200 200 401",
        "a case and its parts: those in it",
        "api_acts.show api_cases.list_acts api_cases.show api_days.show_case api_deadlines.list_of_case "
        "api_filings.index api_filings.show api_formal.give api_log.show_receipt api_rooms.index "
        "api_rooms.list_beside api_service.list_of_case api_sheets.index api_sheets.show api_tracks.index "
        "api_tracks.show"
        " api_looks.list_of_case",
    ),
    Door(
        "401 404 404 404 404 404 404 404 404 404 401",
        "there is no such thing in this world",
        "api_absences.show api_affected.show api_files.give api_files.show api_formal.give_statement "
        "api_instruments.show_provision api_log.give_checkpoint api_log.give_tile api_organ_keys.show "
        "api_papers.give_scan_of_act api_procedures.show_edition api_views.show"
        " api_representations.show",
    ),
    Door(
        "401 404 404 404 404 404 404 404 404 403 401",
        "there is no such thing in this world, and an auditor changes nothing",
        "api_absences.end api_drills.answer api_files.remove api_files.retry api_organ_keys.retire "
        "api_reports.make_of_case api_secretariat.retry api_tokens.revoke",
    ),
    Door(
        "401 415 415 415 415 415 415 415 415 403 401",
        "takes a file, not JSON",
        "api_checks.check_file api_documents.attach api_exchange.bring_contacts api_exchange.bring_register "
        "api_imports.bring_in api_imports.check api_papers.register",
    ),
    Door(
        "401 404 404 404 404 404 404 409 404 403 401",
        "the house of a party: its manager, for whom it is not possible now",
        "api_people.close api_people.revoke api_webhooks.resume api_webhooks.retire api_webhooks.rotate "
        "api_webhooks.send_again api_webhooks.send_test",
    ),
    Door(
        "401 404 404 403 403 403 404 404 404 404 401",
        "the desk of an office, which its mandate keeps from systems",
        "api_drills.show api_papers.give_scan api_papers.index api_papers.show api_secretariat.show",
    ),
    Door(
        "401 404 404 404 404 404 404 200 404 403 401",
        "the house of a party: its manager, done",
        "api_contacts.prove api_contacts.withdraw api_people.open_again api_webhooks.pause api_webhooks.remove",
    ),
    Door(
        "401 200 404 404 404 404 404 404 200 404 401",
        "papers in preparation, and cases imported to be read: those who prepare",
        "api_drafts.show api_formal.give_draft api_imports.give api_imports.show api_clearance.show",
    ),
    Door(
        "401 404 404 404 404 404 404 200 404 404 401",
        "the house of a party: its manager",
        "api_organ_keys.prepare api_webhooks.index api_webhooks.list_messages api_webhooks.show",
    ),
    Door(
        "401 422 422 422 422 422 422 422 422 422 401",
        "parameters are missing",
        "api_advice.ask api_papers.choose",
    ),
    Door(
        "401 200 200 404 404 404 404 404 200 404 401",
        "those who prepare, as far as their mandate lets systems",
        "api_desk.show_overview api_imports.index",
    ),
    Door(
        "401 200 404 404 404 404 404 200 200 200 401",
        "what two parties share, or the log of one holds: people of one of them",
        "api_documents.give api_log.give_openings",
    ),
    Door(
        "401 200 404 404 404 404 200 200 200 200 401",
        "a person of the own party, and a mandate",
        "api_people.show api_people.show_mandate",
    ),
    Door(
        "401 422 422 422 422 422 404 422 422 422 401",
        "figures of a report: nobody of an operator, parameters are missing",
        "api_reports.list_figures api_reports.show_figure",
    ),
    Door(
        "401 428 404 404 404 404 404 404 428 403 401",
        "a paper in preparation: those who prepare, who have to say what they read",
        "api_drafts.clear api_drafts.discard",
    ),
    Door(
        "401 404 404 403 403 403 404 404 404 403 401",
        "an office, which its mandate keeps from systems; a token that reads alone changes nothing",
        "api_drills.start api_views.remove",
    ),
    Door(
        "401 404 200 404 404 404 404 404 404 404 401",
        "between two States: not between a State and itself, nor with a body",
        "api_between.show",
    ),
    Door(
        "200 200 200 200 200 200 200 200 200 200 200",
        "what the API is: the same for everybody",
        "api_document.give",
    ),
    Door(
        "401 200 200 200 200 200 404 200 200 200 401",
        "files of what one may read: nobody of an operator",
        "api_files.index",
    ),
    Door(
        "401 404 404 404 404 404 404 409 409 403 401",
        "a document: those of the case; filed, or not by this person",
        "api_documents.remove",
    ),
    Door(
        "401 204 404 404 404 404 404 404 204 403 401",
        "a case imported to be read: those who prepare, removed",
        "api_imports.remove",
    ),
    Door(
        "400 400 400 400 400 400 400 400 400 400 400",
        "a token is asked for without saying how",
        "api_oauth.grant",
    ),
    Door(
        "401 404 404 409 409 409 404 409 404 403 401",
        "practice: there is none, or it is for those who prepare",
        "api_practice.answer",
    ),
    Door(
        "401 409 409 409 409 409 409 409 409 403 401",
        "practice: this installation has no exercise desks",
        "api_practice.begin",
    ),
    Door(
        "401 422 404 404 422 422 404 422 422 403 401",
        "a step tried out: those in the case, members are missing",
        "api_rehearsals.rehearse",
    ),
    Door(
        "401 202 404 404 202 202 404 202 202 403 401",
        "a case taken away: whoever reads it",
        "api_reports.make_bundle",
    ),
    Door(
        "401 202 202 404 404 404 404 202 202 403 401",
        "the whole chain of the own party: who prepares or manages, as far as the mandate lets systems",
        "api_reports.make_log_bundle",
    ),
    Door(
        "401 200 200 404 404 404 200 404 200 404 401",
        "the queue of clearance: whoever prepares for a State",
        "api_clearance.index",
    ),
    Door(
        "401 200 200 404 404 404 200 200 200 404 401",
        "the lane of a State: whoever prepares or manages",
        "api_clearance.show_lane",
    ),
)

DOORS = (*PAGES, *FORMS, *API)
