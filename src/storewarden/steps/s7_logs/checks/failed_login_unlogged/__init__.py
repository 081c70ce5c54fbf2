"""Does a failed log-in show up in a log, with the account that was tried?"""
