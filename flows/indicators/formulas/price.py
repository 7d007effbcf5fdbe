"""How many customers a change of price may cost, or must bring, before it stops paying.

Source: T. Nagle, J. Hogan, J. Zale, The Strategy and Tactics of Pricing (2010), chapter on financial analysis:
break-even sales change = -dP / (CM + dP), CM the contribution margin per unit at today's price. It is a scenario: costs
per unit and what each customer buys are taken to stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scenario:
    """One change of price.

    change      per unit, in the unit of the margin (money or share of the price); negative for a cut
    break_even  share of customers that may go (negative: that must come), None where the cut eats the whole margin
    customers   the same in customers
    at_risk     customers who might go: the core customers who speak ill of the price
    is_risky    whether more are at risk than may go; false for a cut, None without a break-even
    """

    change: float
    break_even: float | None
    customers: float | None
    at_risk: float
    is_risky: bool | None


def break_even(change: float, margin: float) -> float | None:
    """dp / (margin + dp): the share of customers that a rise may lose, negative the share that a cut must win.

    None where no margin would be left.
    """
    left = margin + change
    return change / left if left > 0 else None


def scenarios(changes: Sequence[float], margin: float, customers: int, negative: float) -> tuple[Scenario, ...]:
    """A table over changes of price; `negative` is the share (0-1) of core customers who speak ill of the price."""
    return tuple(_scenario(change, margin, customers, negative) for change in changes)


def _scenario(change: float, margin: float, customers: int, negative: float) -> Scenario:
    share = break_even(change, margin)
    return Scenario(
        change=change,
        break_even=share,
        customers=None if share is None else share * customers,
        at_risk=negative * customers,
        is_risky=None if share is None else change > 0 and negative > share,
    )
