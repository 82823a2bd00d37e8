"""Parts of notices of transparency and confidence: what kinds there are, what each tells, and what follows."""
