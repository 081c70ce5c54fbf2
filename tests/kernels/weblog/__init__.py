"""Is an access log understood, whatever strangers write into it?"""
