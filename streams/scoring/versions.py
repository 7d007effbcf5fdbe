"""Versions that change exactly when what they name can give another answer: short hashes of content."""

from __future__ import annotations

import ast
from hashlib import blake2b
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import msgspec

from streams.scoring.brands import Brands
from streams.scoring.language import MODEL_VERSION
from streams.scoring.sentiment import English
from streams.scoring.taxonomy import Taxonomy

_SENTIMENT_CODE = ("text", "language", "sentiment")
_TAXONOMY_CODE = ("text", "language", "phrases", "taxonomy", "brands")
_canonical = msgspec.json.Encoder(order="deterministic")


def sentiment_version(english: English) -> str:
    """Changes with TextBlob, the language model, our word lists and thresholds, and the code that reads them."""
    textblob = f"textblob-{version('textblob')}"
    return f"{textblob}+{_digest(textblob, MODEL_VERSION, english, *map(_meaning, _SENTIMENT_CODE))}"


def taxonomy_version(taxonomy: Taxonomy, brands: Brands) -> str:
    """Changes with what taxonomy.yaml and brands.yaml say (not with their comments) and with the matching code."""
    return f"taxonomy+{_digest(MODEL_VERSION, taxonomy, brands, *map(_meaning, _TAXONOMY_CODE))}"


def _digest(*parts: object) -> str:
    return blake2b(b"\x1f".join(_canonical.encode(part) for part in parts), digest_size=4).hexdigest()


def _meaning(module: str) -> str:
    """A module's code without comments, layout and docstrings: rewording one is no change of scores."""
    spec = find_spec(f"streams.scoring.{module}")
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else "")
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:]
    return ast.dump(tree)
