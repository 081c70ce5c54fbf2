"""Whether a machine installs security updates by itself."""
