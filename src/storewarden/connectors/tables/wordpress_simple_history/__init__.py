"""The plugin Simple History."""
