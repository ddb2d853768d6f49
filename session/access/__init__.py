"""Who may do what: principals, rights, one pure decision, tickets for the media socket and the access token."""
