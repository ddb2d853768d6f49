"""Where pictures come from: the port to a renderer, and the one that renders in this process."""
