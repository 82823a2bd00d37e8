"""The faces of the log: the explorer, one entry, a receipt, checking what somebody holds, comparing two checkpoints."""
