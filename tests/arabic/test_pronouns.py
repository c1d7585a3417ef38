"""Suffixed pronouns."""

from arabic.pronouns import pronoun_of


def test_the_pronoun_is_the_end_of_a_suffix() -> None:
    assert [pronoun_of(suffix) for suffix in ("اتها", "هما", "ين", "")] == ["ها", "هما", "", ""]
