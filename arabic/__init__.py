"""Words of a text and what each is at every level: pure functions, no disk, no state."""
