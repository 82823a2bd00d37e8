"""Which addresses are open, and to whom: to everybody, to whoever signed in, to whoever acts for nobody. All others are
closed without a standing (`consult.web.security`).
"""

# The same for everybody: nobody is recognised there, so that no cookie is read or set.
PUBLIC = frozenset(
    {
        "public.index",
        "public.show",
        "public.list_lunar",
        "public.show_lunar",
        "public.figures",
        "public.about",
        "public.lead_nowhere",
        "public_files.give_list",
        "public_files.give_case",
        "public_files.give_figures",
        "public_files.give_schema",
        "public_files.give_feed",
        "public_files.give_document",
        "public_files.give_receipt",
        "public_files.give_openings",
        "robots.give_robots",
    }
)
IMPERSONAL = PUBLIC | {
    "figures_at.give",
    "static",
    "audit.give_checkpoint",
    "audit.give_tile",
    "lunar_atom.give",
    "health.live",
    "health.ready",
}
OPEN = IMPERSONAL | {
    "signin.ask",
    "signin.enter",
    "signin.read_link",
    "signin.use_link",
    "second.challenge",  # for signing in by a passkey: the same for everybody
    "second.enter_by_passkey",
    "second.ask",  # a right password came before it
    "second.challenge_half",
    "second.enter",
    "providers.index",  # which parties have an identity provider, and the way to it
    "providers.ask",
    "providers.begin",
    "providers.begin_invited",  # its address is the secret
    "providers.come_back",  # the answer of an identity provider: state and browser belong together
    "providers.log_out",  # signed by an identity provider
    "drills.ask",  # whoever reads a contact point need not be anybody here
    "drills.answer",
    "witnesses.show",  # who witnesses the log is for everybody to see
    "record_checks.give_verifier",  # whoever checks the log need not be anybody here
    "record_checks.give_policy",
    "feeds.give",  # its address is the secret
}
PROVING = frozenset(
    {
        "proving.ask",
        "proving.prove",
        "proving.challenge",
        "factors.show",
        "factors.challenge",
        "factors.add_passkey",
        "factors.name_passkey",
        "factors.remove_passkey",
        "factors.begin_codes",
        "factors.show_codes",
        "factors.confirm_codes",
        "factors.remove_codes",
        "factors.renew_recovery",
        "factors.change_password",
        "factors.end_session",
        "factors.end_others",
        "factors.keep",
        "providers.begin_link",
        "providers.begin_proof",
        "providers.unlink",
        "signin.leave",
    }
)
"""What a person does with the own account, whatever mandates there are; and all there is for whoever still has to set
up what a party asks for."""
ACROSS = frozenset({"my_data.show", "my_data.take", "handing.show", "handing.hand_on"})
"""What is the person's across parties: closed to a session that one party's identity provider opened."""
OF_ALL_PARTIES = frozenset({"feeds.show", "feeds.make", "feeds.renew", "feeds.end"})
"""What names cases of every party for which the person acts: closed to such a session where there is another party."""
HALF_MADE = frozenset({"factors.show_codes", "factors.confirm_codes"})
"""What completes a change of the account that was begun elsewhere: closed on the word of an identity provider."""
WITHOUT_STANDING = PROVING | {
    "signin.list_capacities",
    "signin.choose_capacity",
    "home",
    "handing.show",  # whoever's mandate has ended hands on what it left
    "handing.hand_on",
}
