"""From words to postings: the vocabulary, segments, and building and reading the index."""

import warnings

# These three have unescaped backslashes and `is` with literals, which newer Pythons warn of when
# they compile them.
warnings.filterwarnings(
    "ignore", category=SyntaxWarning, module=r".*[/\\](whoosh|pyarabic|tashaphyne)[/\\]"
)
