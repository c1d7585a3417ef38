"""What faces people and scripts: pages and the JSON API."""
