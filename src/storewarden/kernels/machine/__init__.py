"""Machine code: how functions over bytes are compiled, and the words that they are made of."""
