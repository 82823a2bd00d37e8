"""What the lunar procedures share: the description of an activity, the charter, who takes part, silence."""
