"""Plain values and declarations that every other room speaks in; imports only the language."""
