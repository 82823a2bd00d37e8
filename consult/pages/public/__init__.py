"""The public register, as pages, as a feed and for programs: what anybody may read, who acts for nobody here."""
