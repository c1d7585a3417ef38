"""The JSON API: endpoints, answers, cursors, feeds and the OpenAPI description."""
