"""A sample of orders, those that customers were asked about: when they were promised and when they were there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from stack.demo.calendar import Month, at, month_back, months
from stack.demo.fact_plan import Figures, fact_plan
from stack.demo.generate import Record, Told, iso


def orders(seed: int, as_of: date, told: Sequence[Told]) -> Iterator[Record]:
    """Facts of the kind order, with the references of the answers about them."""
    for brand in fact_plan().brands:
        asked = [one for one in told if one.said.brand == brand.name and "order_ref" in one.record]
        for month in months(as_of):
            random = Random(f"{seed}/{brand.name}/{month.back}/orders")
            ours = [one for one in asked if month_back(one.said.occurred_at.date(), as_of) == month.back]
            part = len(month.days) / 30.4 if month.back == 0 else 1.0
            chosen = random.sample(ours, min(len(ours), round(brand.sampled * part)))
            chosen.sort(key=lambda one: not _is_let_down(one))
            late = round(len(chosen) * (1 - _on_time(brand, month)))
            for place, one in enumerate(chosen):
                yield _order(random, one, late=place < late)


def _is_let_down(one: Told) -> bool:
    """Whoever is angry about a delivery is the first whose order was late."""
    return one.said.topic == "delivery" and one.said.feeling == "negative"


def _on_time(brand: Figures, month: Month) -> float:
    changes = (each.months for each in fact_plan().planted.lateness if each.brand == brand.name)
    return brand.on_time + next((at(change, month.back, 0.0) for change in changes), 0.0)


def _order(random: Random, one: Told, *, late: bool) -> Record:
    """Delivered before its customer was asked; ordered as long before as its product is promised."""
    said, record = one.said, one.record
    delivered = said.occurred_at - timedelta(hours=random.uniform(4, 40))
    missed = timedelta(hours=random.uniform(3, 80)) if late else timedelta(hours=-random.uniform(0.5, 16))
    promised = delivered - missed
    ordered = promised - timedelta(hours=fact_plan().hours[record["product"]])
    known = {name: record[name] for name in ("brand", "product", "order_ref", "customer_ref", "location")}
    fact = {"native_id": f"order-{record['order_ref']}", "source": "shop", "kind": "order", "occurred_at": iso(ordered)}
    return fact | known | {"promised_at": iso(promised), "delivered_at": iso(delivered)}
