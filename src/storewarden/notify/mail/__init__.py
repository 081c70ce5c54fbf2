"""Mail, kept in an outbox until the mail server has taken it."""
