"""`make eval`: how good sentiment is, on our corpus and on published sets; writes docs/evaluation.md."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from training.corpus import ROOT, Sentence
from training.datasets import own_clauses, own_texts, read_own, read_published, read_unseen
from training.tables import accuracy, by_set, english, trust
from training.told import by_shipped, by_strangers
from training.topics import table as topics

REPORT: Final = ROOT / "docs/evaluation.md"
_HEAD: Final = """# Evaluation: how good sentiment is

Written by `make eval`; what the sets are stands in [models.md](models.md). Macro-F1 is the mean F1 of the labels that
people gave in a set; an unscored text counts as missed. "Neutral as negative" is the share of texts that people call
neutral and that would count as complaints. TextBlob and VADER are as they come, neutral from −.05 to +.05; both read
English only."""
_OWN: Final = """## 1. Our corpus, families that no model has seen

Shipped models. Whole sentences that have one sentiment. Who wrote a language's sentences also wrote its pack, so these
figures flatter the packs; the second table is of `corpus/unseen`, sentences that were written later for measuring."""
_CLAUSES: Final = """### What mixed sentences say about each topic

The quote that speaks of the topic is given; the figure is the share whose sentiment is told rightly."""
_STRANGERS: Final = """## 2. Published sets, by models that never saw anything of their origin

Model and weights are fitted anew without all sets of the origin: `umsab_de` is judged without any `umsab` set, so all
that is known of German is our corpus and its pack."""
_SHIPPED: Final = """## 3. The same sets by the shipped models, which have learnt from them

What is remembered, not what is to be expected of new texts."""
_TOPICS: Final = """## 4. Topics, learnt instead of listed

An experiment: nine topics of `nhs_fft_phase1`, five folds, a linear model of words and letters. The scorer finds topics
by the words of config/taxonomy.yaml, which need no labelled answers and can be edited."""


def report(data: Path | None) -> Iterator[str]:
    """The paragraphs of docs/evaluation.md; without a `data` folder those of our corpus only, and it says so."""
    yield _HEAD
    yield from _of_corpus()
    if data is None:
        yield "Published sets were not at hand: `EARSHOT_TRAINING_DATA=… make eval` measures on them too."
        return
    strangers = list(by_strangers(data))
    yield _STRANGERS
    yield _lines(by_set(strangers))
    yield _lines(english(strangers))
    yield "Confidence on these sets: " + trust(strangers)
    yield _SHIPPED
    yield _lines(by_set(by_shipped(read_published(data))))
    yield _TOPICS
    yield _lines(topics(data))


def _of_corpus() -> Iterator[str]:
    test, unseen = read_own("test"), read_unseen()
    yield _OWN
    told = by_shipped(own_texts(test))
    yield _lines(by_set(told))
    yield "Confidence: " + trust(told)
    later = by_shipped(own_texts(unseen))
    yield "### Sentences written later\n\n" + _lines(by_set(later))
    yield "Confidence: " + trust(later)
    yield _CLAUSES
    yield _lines(accuracy(by_shipped(own_clauses(_mixed(test)))))
    yield "The same of the sentences written later:"
    yield _lines(accuracy(by_shipped(own_clauses(_mixed(unseen)))))


def _mixed(sentences: list[Sentence]) -> list[Sentence]:
    return [sentence for sentence in sentences if sentence.sentiment == "mixed"]


def _lines(lines: list[str]) -> str:
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder with labelled/*.jsonl.gz")
    text = "\n\n".join(report(parser.parse_args().data)) + "\n"
    REPORT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
