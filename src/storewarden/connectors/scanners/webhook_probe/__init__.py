"""Whether a receiver of webhooks refuses a forged one."""
