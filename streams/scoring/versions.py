"""Versions that change exactly when what they name can give another answer: short hashes of content."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from streams.scoring.brands import Brands
from streams.scoring.content import code, digest
from streams.scoring.language import MODEL_VERSION
from streams.scoring.packs import Pack
from streams.scoring.taxonomy import Taxonomy

_LANGUAGE_CODE = ("remembered", "text", "phrases", "packs", "language")
_TAXONOMY_CODE = (*_LANGUAGE_CODE, "taxonomy", "brands", "cues", "clauses", "mentions", "intents", "ratings", "scorer")
_TAXONOMY_PARTS = ("language", "contrasts", "intents", "urgent", "expected", "causes")


def sentiment_version(of_judgements: str) -> str:
    """Changes with `of_judgements` (Sentiments.version) and with how a text's language is told."""
    return f"{of_judgements}.{digest(MODEL_VERSION, *map(code, _LANGUAGE_CODE))}"


def taxonomy_version(taxonomy: Taxonomy, brands: Brands, packs: Iterable[Pack]) -> str:
    """Changes with what taxonomy.yaml, brands.yaml and the packs say of topics, brands, intents and causes (not with
    their comments, nor with opinion words), and with the code that matches them."""
    found = replace(brands, brands=[replace(brand, sector="") for brand in brands.brands])
    of_packs = [[getattr(pack, part) for part in _TAXONOMY_PARTS] for pack in packs]
    return f"taxonomy+{digest(MODEL_VERSION, taxonomy, found, of_packs, *map(code, _TAXONOMY_CODE))}"
