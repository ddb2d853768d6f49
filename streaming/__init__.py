"""Pixels to peers: encode, pace and carry pictures, without medical knowledge."""
