"""What an access log shows: secrets, bursts of log-ins, injection probes."""
