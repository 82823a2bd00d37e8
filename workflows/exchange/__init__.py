"""Parts of the procedure on technical data and the consent to its transfer; written for it alone."""
