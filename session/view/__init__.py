"""What a user wants: the wire vocabulary, the view state, and its resolution into render requests."""
