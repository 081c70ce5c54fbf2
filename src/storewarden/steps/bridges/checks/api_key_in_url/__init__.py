"""Do keys travel in the addresses of calls between our systems?"""
