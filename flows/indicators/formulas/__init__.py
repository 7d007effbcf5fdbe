"""The formulas, each with its source; checked against published examples in tests/unit/flows/indicators/."""
