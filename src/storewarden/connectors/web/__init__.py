"""The one HTTP client that fetches, bound to one asset of the estate."""
