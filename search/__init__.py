"""From a question to ranked answers."""
