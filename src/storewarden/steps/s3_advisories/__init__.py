"""The room of step s3_advisories."""
