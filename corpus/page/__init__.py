"""Web pages: the article of a page, and the date, author, title and site that the page states."""
