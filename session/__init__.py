"""The application: people and volumes brought together."""
