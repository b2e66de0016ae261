"""Who meets whom in a round, and why: from what people say of themselves to a plan.

`plan` has the port and what goes through it, `engine` the matcher for up to a few thousand people.
`eligibility` says who may not meet, to all that bring people together; what it has to know of them
comes through `ports`. Inside: `scoring` (how well two suit each other), `pairing` (exact pairs and
trios, by a linear programme), `grouping` (groups of three to eight), `reasons`.
"""
