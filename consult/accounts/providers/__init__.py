"""Sign-in through a party's own identity provider (OpenID Connect Core 1.0, authorization code flow with PKCE).

The rule on which all of it stands: what the provider of a party says counts for that party alone. A session that it
opened uses mandates of that party and no others; it changes nothing of the account without a proof of the person's own;
it makes neither account nor mandate, and a mail address alone never says who somebody is. Not modelled: registering
clients by protocol, encrypted tokens, `userinfo`, sign-in that the provider begins.
"""
