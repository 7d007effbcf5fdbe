"""Who is whose rival: those of our sector; a peer of another one is compared with, not against."""

from __future__ import annotations

from flows.brands import Brand, Brands

LISTED = (Brand("Alder Post", own=True), Brand("Brackenline"), Brand("Teal Bank", sector="banking"))


def test_a_brand_without_a_sector_is_of_ours() -> None:
    brands = Brands(LISTED)
    assert (brands.own, brands.rivals, brands.peers) == (["Alder Post"], ["Brackenline"], {"Teal Bank": "banking"})


def test_who_names_our_sector_is_a_rival() -> None:
    brands = Brands((Brand("Alder Post", own=True, sector="parcels"), Brand("Brackenline", sector="parcels")))
    assert (brands.rivals, brands.peers) == (["Brackenline"], {})
