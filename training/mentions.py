"""How well a text's parts are read, on our corpus: `python -m training.mentions [test|train|all|unseen] [language …]`.

Topics, each mention's own polarity and cause, intents, urgency, expectations, and the language of the text. Texts are
scored with their language as the source's hint, but for `language`, which is told without.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from schemas.scored import Scores
from streams.scoring import Ask, Scorer
from streams.scoring.packs import LANGUAGES
from training.corpus import FOLDER, ROOT, Sentence, read_corpus

PARTS: Final = ("test", "train", "all", "unseen")  # unseen: written later, by somebody who had not seen the packs


class Found(NamedTuple):
    """Of what the corpus says: found, missed; and what it does not say: wrongly found."""

    found: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        return self.found / (self.found + self.wrong or 1)

    @property
    def recall(self) -> float:
        """Of what there is, the share that was found."""
        return self.found / (self.found + self.missed or 1)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.found / (2 * self.found + self.missed + self.wrong or 1)


class Share(NamedTuple):
    """`right` of `of`."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.right / self.of:.2f}" if self.of else "–"


Pair = tuple[Sentence, Scores]


def scored(scorer: Scorer, sentences: Sequence[Sentence], hinted: bool = True) -> list[Pair]:
    """Each sentence with its scores."""
    asks = [Ask(sentence.text, sentence.language if hinted else "") for sentence in sentences]
    return list(zip(sentences, scorer.score_many(asks), strict=True))


def topics(pairs: Iterable[Pair]) -> Found:
    """Topics of all sentences together."""
    return _found(({said.topic for said in sentence.mentions}, set(scores.topics)) for sentence, scores in pairs)


def polarity(pairs: Iterable[Pair], style: str = "") -> Share:
    """Mentions that are found and have their own polarity; of sentences labelled `style` only, where one is named."""
    return _share(
        (said.sentiment, mention.sentiment)
        for sentence, scores in pairs
        if not style or sentence.sentiment == style
        for said in sentence.mentions
        for mention in scores.mentions
        if mention.topic == said.topic
    )


def causes(pairs: Iterable[Pair]) -> Share:
    """Causes of the negative mentions that are found as such."""
    return _share(
        (said.cause, mention.cause)
        for sentence, scores in pairs
        for said in sentence.mentions
        for mention in scores.mentions
        if mention.topic == said.topic and said.sentiment == mention.sentiment == "negative"
    )


def intents(pairs: Iterable[Pair]) -> Found:
    """Intents of all sentences together."""
    return _found((set(sentence.intents), set(scores.intents)) for sentence, scores in pairs)


def urgent(pairs: Iterable[Pair]) -> Found:
    """Texts that need somebody to act soon."""
    return _found(({1} if sentence.urgent else set(), {1} if scores.urgent else set()) for sentence, scores in pairs)


def expectations(pairs: Iterable[Pair]) -> Found:
    """Texts that say what was or should be expected."""
    return _found(
        ({1} if sentence.expectation else set(), {1} if scores.expectations else set()) for sentence, scores in pairs
    )


def language(pairs: Iterable[Pair]) -> Share:
    """Texts whose language is told rightly."""
    return _share((sentence.language, scores.language) for sentence, scores in pairs)


def per_label(pairs: Sequence[Pair], field: str) -> Iterator[tuple[str, Found]]:
    """Each topic or intent that the corpus or the scorer names, with how it fares."""
    named = Counter(
        label
        for sentence, scores in pairs
        for label in ([said.topic for said in sentence.mentions] if field == "topics" else sentence.intents)
    )
    for label in sorted(named):
        yield (
            label,
            _found(
                (
                    {label}
                    & ({said.topic for said in sentence.mentions} if field == "topics" else {*sentence.intents}),
                    {label} & set(getattr(scores, field)),
                )
                for sentence, scores in pairs
            ),
        )


def part_of(language: str, part: str) -> list[Sentence]:
    """The language's sentences in one of PARTS."""
    if part == "unseen":
        return read_corpus(language, FOLDER / "unseen")
    return [each for each in read_corpus(language) if part in ("all", each.split)]


def row(name: str, pairs: Sequence[Pair], unhinted: Sequence[Pair]) -> str:
    """A line of the table."""
    found = [topics(pairs), intents(pairs), urgent(pairs), expectations(pairs)]
    shares = [polarity(pairs), polarity(pairs, "mixed"), causes(pairs), language(unhinted)]
    cells = [f"{each.precision:.2f} / {each.recall:.2f}" for each in found]
    cells[1:1] = [f"{each} of {each.of}" for each in shares[:3]]
    return f"| {name} | {len(pairs)} | " + " | ".join([*cells, str(shares[3])]) + " |"


HEADING: Final = (
    "| language | texts | topics (precision / recall) | polarity of found mentions | of mixed texts | cause | "
    "intents | urgent | expectations | language told |\n|" + "---|" * 10
)


def table(scorer: Scorer, part: str = "test", languages: Sequence[str] = LANGUAGES) -> str:
    """One row per language, and one of all."""
    lines, every, every_unhinted = [HEADING], list[Pair](), list[Pair]()
    for name in languages:
        sentences = part_of(name, part)
        pairs, unhinted = scored(scorer, sentences), scored(scorer, sentences, hinted=False)
        lines.append(row(name, pairs, unhinted))
        every += pairs
        every_unhinted += unhinted
    lines.append(row("all", every, every_unhinted))
    lines += ["", "| label | precision | recall | of |", "|---|---|---|---|"]
    for field in ("topics", "intents"):
        for label, each in per_label(every, field):
            lines.append(f"| {label} | {each.precision:.2f} | {each.recall:.2f} | {each.found + each.missed} |")
    return "\n".join(lines)


def _found(pairs: Iterable[tuple[AbstractSet[object], AbstractSet[object]]]) -> Found:
    found = missed = wrong = 0
    for expected, got in pairs:
        found += len(expected & got)
        missed += len(expected - got)
        wrong += len(got - expected)
    return Found(found, missed, wrong)


def _share(pairs: Iterable[tuple[object, object]]) -> Share:
    judged = [expected == got for expected, got in pairs]
    return Share(sum(judged), len(judged))


def main(arguments: list[str]) -> int:
    """Prints the table. The exit code."""
    part = arguments.pop(0) if arguments and arguments[0] in PARTS else "test"
    languages = arguments or [name for name in LANGUAGES if (FOLDER / f"{name}.jsonl").exists()]
    print(table(Scorer.load(ROOT / "config"), part, languages))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
