"""The second stage of ranking: a closer look at the positions of words in the best documents."""
