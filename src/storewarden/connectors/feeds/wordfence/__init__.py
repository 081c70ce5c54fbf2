"""What Defiant knows of WordPress, its plugins and its themes."""
