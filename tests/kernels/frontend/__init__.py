"""Are front-end libraries recognised by what gives them away?"""
