"""Parts of informing the Secretary-General and States: dangerous phenomena (OST V), activities (OST XI)."""
