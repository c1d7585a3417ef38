"""What every answer passes: caching, compression, CORS, security headers, request limits."""
