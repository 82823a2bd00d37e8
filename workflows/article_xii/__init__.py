"""Parts of the visit to a facility on a celestial body (OST XII)."""
