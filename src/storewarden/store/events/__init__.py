"""The event store: immutable segments, the manifest that names them, and hunts over both."""
