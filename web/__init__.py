"""The web server: pages for readers and the JSON API."""
