"""The web client: TypeScript in ``src``, built into ``dist``, which the session serves as package data."""
