"""Lock files of Ruby's Bundler."""
