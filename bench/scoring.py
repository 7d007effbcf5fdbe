"""How fast a text is scored on one core, and how long the oddest takes: `python -m bench.scoring`.

Texts of the demo's feed and of our labelled corpus, in batches as the worker takes them; beside them TextBlob alone and
VADER on the same texts in the same run. CPU time of this process; the best of some rounds, as others use the machine.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from stack.demo.generate import SEED, generate
from streams.process import SCORER_YOUNG, settle_memory
from streams.score_worker import STEP_RECORDS
from streams.scoring import Ask, Scorer
from streams.scoring.clauses import clauses
from streams.scoring.mentions import topical
from streams.scoring.packs import LANGUAGES
from streams.scoring.sentiment import Piece
from streams.scoring.text import clean, words
from training.corpus import read_corpus

CONFIG = Path(__file__).parents[1] / "config"
TEXTS = 4_000
ROUNDS = 3
ODD = {
    "nothing": "",
    "32 KiB of one letter": "a" * 32_768,
    "32 KiB of sentences": ("I can't say the staff were good, so we switched to Zippo. " * 600)[:32_768],
    "32 KiB of introductions": ("switched to " * 3_000)[:32_768],
    "32 KiB of capitals": "A " * 16_384,
    "32 KiB of markup": "<b>" * 10_922,
    "32 KiB of Persian": "به زیپو رفتم " * 1_400,
    "32 KiB of clauses": ("the staff were rude but kind, " * 1_200)[:32_768],
    "32 KiB of one word and a full stop": "food. " * 5_461,
    "32 KiB of emoji": "😡" * 8_192,
    "32 KiB of emoticons": ":) " * 10_922,
    "32 KiB of vowel signs": "कि" * 5_461,
    "32 KiB of accents": "e" + "\u0301" * 16_383,
    "32 KiB of commas": ", " * 16_384,
    "32 KiB of digits": "1,5 " * 8_192,
    "32 KiB of entities": ("&amp;lt;&#x110000;" * 2_000)[:32_768],
    "32 KiB of addresses": ("http://a.b/c?d=e " * 2_000)[:32_768],
    "32 KiB of right-to-left marks": "\u202e\u200f" * 5_461,
    "a language that is not scored": "De bezorger was vriendelijk, maar het pakket was stuk. " * 590,
}


def demo_asks() -> list[Ask]:
    """Short texts of the demo's feed, as its customers write them."""
    texts = (record for record in generate(SEED, datetime(2026, 10, 5, tzinfo=UTC).date()) if record.get("text"))
    return [Ask(each["text"], each.get("language_hint", ""), each["brand"]) for each in islice(texts, TEXTS)]


def corpus_asks() -> list[Ask]:
    """Our labelled sentences: longer, in thirteen languages, and no two alike."""
    return [Ask(sentence.text) for name in LANGUAGES for sentence in read_corpus(name)]


def seconds(call: Callable[[], object]) -> float:
    """CPU seconds of the fastest round."""

    def once() -> float:
        began = time.process_time()
        call()
        return time.process_time() - began

    return min(once() for _ in range(ROUNDS))


def in_batches(scorer: Scorer, asks: Sequence[Ask]) -> None:
    for at in range(0, len(asks), STEP_RECORDS):
        scorer.score_many(asks[at : at + STEP_RECORDS])


def parts(scorer: Scorer, asks: Sequence[Ask]) -> Iterator[tuple[str, float]]:
    """(part, CPU seconds for all texts); the parts are the scorer's own, one after the other."""
    texts = [clean(ask.text) for ask in asks]
    folded = [words(text) for text in texts]
    read = scorer._read_all(asks)
    first = [Piece(it.text, it.language) for it in read]
    clause_texts = [Piece(said.own, it.language) for it in read for said in it.said if said.own]
    yield "cleaning, words", seconds(lambda: [words(clean(ask.text)) for ask in asks])
    yield (
        "language",
        seconds(
            lambda: [
                scorer._languages.detect(text, said, ask.language_hint)
                for text, said, ask in zip(texts, folded, asks, strict=True)
            ]
        ),
    )
    yield "topics and cues", seconds(lambda: [it.cues.look(it.found.words) for it in read])
    yield "clauses", seconds(lambda: [topical(it.text, clauses(it.text, it.found, it.cues), it.cues) for it in read])
    yield "sentiment of texts", seconds(lambda: scorer._sentiments.judge(first))
    yield (
        f"sentiment of {len(clause_texts) / len(asks):.1f} clauses",
        seconds(lambda: scorer._sentiments.judge(clause_texts)),
    )
    yield "brands", seconds(lambda: [scorer._brands.find(it.text, it.found.words) for it in read])


def compare(scorer: Scorer, name: str, asks: Sequence[Ask]) -> None:
    """Prints the rates on these texts, and where the scorer's time goes."""
    mean = sum(len(ask.text) for ask in asks) / len(asks)
    print(f"\n{name}: {len(asks)} texts of {mean:.0f} characters on average")
    vader, texts = SentimentIntensityAnalyzer(), [ask.text for ask in asks]
    rates: dict[str, Callable[[], object]] = {
        "Earshot, everything": lambda: in_batches(scorer, asks),
        "Earshot, one by one": lambda: [scorer.score_many([ask]) for ask in asks],
        "TextBlob alone": lambda: [TextBlob(text).sentiment for text in texts],
        "VADER": lambda: [vader.polarity_scores(text) for text in texts],
    }
    for what, call in rates.items():
        spent = seconds(call)
        print(f"  {what:22} {len(asks) / spent:>9,.0f} texts/s {spent / len(asks) * 1e6:>8.0f} µs a text")
    for what, spent in parts(scorer, asks):
        print(f"    {what:26} {spent / len(asks) * 1e6:>6.0f} µs a text")


def main() -> None:
    began = time.process_time()
    scorer = Scorer.load(CONFIG)
    loaded = time.process_time() - began
    settle_memory(SCORER_YOUNG)  # as the worker does
    for name, asks in (("demo", demo_asks()), ("corpus", corpus_asks())):
        compare(scorer, name, asks)
    times = {name: seconds(lambda text=text: scorer.score(text)) for name, text in ODD.items()}  # type: ignore[misc]
    slowest = max(times, key=times.__getitem__)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nloaded and warm after {loaded:.1f} s of CPU time; {memory:.0f} MiB at most")
    print(f"longest of {len(ODD)} odd texts: {times[slowest] * 1e3:.0f} ms ({slowest})")


if __name__ == "__main__":
    main()
