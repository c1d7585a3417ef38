"""HTTP layers around every answer: caching, compression, CORS, security headers, request limits."""
