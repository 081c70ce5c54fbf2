"""Are Composer's constraints read as Composer means them?"""
