"""Who meets whom in a round, and why: from what people say of themselves to a plan.

`plan` has the port and what goes through it, `engine` the matcher for up to a few thousand people.
Inside: `scoring` (how well two suit each other), `meeting` (who may not meet), `pairing` (exact
pairs and trios, by a linear programme), `grouping` (groups of three to eight), `reasons`.
"""
