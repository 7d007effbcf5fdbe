"""The demo: an invented company, its feed, and the runner that shows what Earshot makes of it."""
