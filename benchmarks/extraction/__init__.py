"""How well the facts and the text of web pages are read."""
