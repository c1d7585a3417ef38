"""Many clients of every kind at a server for a long time: what grows, what fails, what differs."""
