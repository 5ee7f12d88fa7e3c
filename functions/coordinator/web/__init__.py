"""The HTTP dialect: events become requests, replies become responses. Nothing else knows what an event looks like."""
