"""Lock files of pnpm."""
