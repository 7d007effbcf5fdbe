"""One module per indicator: rows of its SQL → what the indicator's `measure` takes.

`collect(read, window, rules)` reads aggregates of one window and of what it is compared with, and yields one input per
subject. It raises Unavailable where the warehouse is away, and says nothing about what the numbers mean.
"""
