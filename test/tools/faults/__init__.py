"""How the tests of faults run scripts, and judge what they have left."""
