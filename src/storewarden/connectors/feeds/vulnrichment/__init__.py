"""CISA's own judgement of CVEs: exploitation, automatable, technical impact (SSVC)."""
