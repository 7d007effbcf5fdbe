"""`make models`: published data and our corpus → streams/scoring/models/, the same bytes for the same input."""

from __future__ import annotations
import argparse
import sys
from pathlib import Path
import msgspec
from training.datasets import *
from streams.scoring.sentiment import MODELS
from training.stacking import fit

def main():
    folder=Path(sys.argv[1])
    own=read_own("train")
    ex=read_published(folder)+own_texts(own)+own_clauses(own)
    w=fit(ex, MODELS/"sentiment.bin")
    (MODELS/"fusion.json").write_bytes(msgspec.json.format(msgspec.json.encode(w), indent=0))
main()
