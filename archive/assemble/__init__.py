"""From instances to volumes: which frames belong together, where they lie, and what their values mean."""
