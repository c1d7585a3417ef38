"""Coverage: whether an archive has what a text tells, by whom and since when."""
