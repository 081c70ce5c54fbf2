"""Do the connectors tell what stands in the logs?"""
