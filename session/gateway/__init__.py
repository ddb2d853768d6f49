"""The server: settings, HTTP routes, the media socket, and start and stop as one exit stack."""
