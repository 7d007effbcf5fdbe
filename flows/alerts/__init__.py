"""Alerts: who is told of an episode's change of state, once.

rules (config/alerts.yaml) → due (which episodes have not been told to whom) → messages → send (Apprise) → alerts_sent
"""
