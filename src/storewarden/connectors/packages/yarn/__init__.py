"""Lock files of Yarn, the old form and the new one."""
