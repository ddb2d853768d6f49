"""What a hand can do, one kind of act a module; `session.view.apply` has the table."""
