"""What a text says about each of its topics: the clauses that speak of it, and what they are put down to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from schemas.scored import Cause, Mention
from streams.scoring.clauses import Clause, both, part
from streams.scoring.cues import Cues, Found
from streams.scoring.sentiment import Judgement, Label, Piece
from streams.scoring.text import cut

_OPPOSED: Final = 0.5  # how strong the opposite of an opinion is taken to be
OPINIONS: Final = ("positive", "negative")
EXCERPT: Final = 400  # characters
_MOST: Final = 50  # clauses of a text that are judged by themselves; topics that only later ones have are not found

Judgements = dict[Piece, Judgement]


class Said(NamedTuple):
    """A clause that speaks of topics, and the texts that can tell how: its own, that of the clause which a word of
    contrast opposes it to, and its sentence's. '' where there is none, or where it is the whole text."""

    clause: Clause
    own: str = ""
    opposed: str = ""
    sentence: str = ""


def topical(text: str, parted: Sequence[Clause], cues: Cues) -> list[Said]:
    """The clauses of `text` that have topics, each with the opinion that follows it ("The staff? Lovely.")."""
    if len(parted) == 1:
        return [Said(parted[0])] if parted[0].bits & cues.topics else []
    carried = list(_carried(parted, cues))
    found = [at for at, clause in enumerate(carried) if clause.bits & cues.topics]
    return [_said(text, at, carried, cues) for at in found[:_MOST]]


def _carried(parted: Sequence[Clause], cues: Cues) -> Iterator[Clause]:
    waiting: Clause | None = None  # has a topic and no opinion yet
    for clause in parted:
        if waiting is not None:
            if clause.bits & cues.opinions and not clause.bits & cues.topics:
                yield both(waiting, clause)
                waiting = None
                continue
            yield waiting
            waiting = None
        if clause.bits & cues.topics and not clause.bits & cues.opinions:
            waiting = clause
        else:
            yield clause
    if waiting is not None:
        yield waiting


def _said(text: str, at: int, carried: Sequence[Clause], cues: Cues) -> Said:
    clause = carried[at]
    of_sentence = [each for each in carried if each.sentence == clause.sentence]
    begin, end = of_sentence[0].begin, of_sentence[-1].end
    opposed = None if clause.bits & cues.opinions else _opposed(at, carried, cues)
    return Said(
        clause,
        part(text, clause.begin, clause.end),
        part(text, opposed.begin, opposed.end) if opposed else "",
        part(text, begin, end) if len(of_sentence) > 1 and (begin, end) != (0, len(text)) else "",
    )


def _opposed(at: int, carried: Sequence[Clause], cues: Cues) -> Clause | None:
    """The clause that a word of contrast opposes to the one `at`: "lovely staff, but two hours in the queue"."""
    after = carried[at + 1] if at + 1 < len(carried) else None
    before = carried[at - 1] if at else None
    if carried[at].bits & cues.contrasts:
        concedes = after and after.sentence == carried[at].sentence and not after.bits & cues.contrasts
        return after if concedes else before
    if after and after.bits & cues.contrasts:
        return after
    return before if before and before.sentence == carried[at].sentence and before.bits & cues.contrasts else None


class Judged(NamedTuple):
    """A clause that speaks of topics, in its words, with its judgement."""

    clause: Clause
    text: str
    judgement: Judgement


def judged(said: Said, judgements: Judgements, whole: Piece) -> Judged:
    """The clause by its own opinion; where it has none, by the opposite of what it is opposed to, by its sentence, and
    by the `whole` text in the end. Where the own one is an opinion, no other needs to be among `judgements`."""
    text = said.own or whole.text
    for each in (text, said.opposed, said.sentence):
        is_clause = each is said.own
        if each and (found := judgements[Piece(each, whole.language, is_clause)]).label in OPINIONS:
            return Judged(said.clause, text, _opposite(found) if each is said.opposed else found)
    return Judged(said.clause, text, judgements[whole])


def _opposite(judgement: Judgement) -> Judgement:
    label: Label = "negative" if judgement.label == "positive" else "positive"
    return judgement._replace(label=label, polarity=-_OPPOSED * (judgement.polarity or 0.0))


def mentions(spoken: Sequence[Judged], found: Found, cues: Cues, causes: Mapping[str, Cause]) -> list[Mention]:
    """One mention per topic, in the taxonomy's order; `causes` are the topics' own."""
    by_topic: dict[str, list[Judged]] = {}
    for each in spoken:
        for topic in cues.named(each.clause.bits & cues.topics):
            by_topic.setdefault(topic, []).append(each)
    return [
        _mention(topic, by_topic[topic], found, cues, cause) for topic, cause in causes.items() if topic in by_topic
    ]


def _mention(topic: str, spoken: Sequence[Judged], found: Found, cues: Cues, cause: Cause) -> Mention:
    strongest = max(spoken, key=lambda each: abs(each.judgement.polarity or 0.0))
    label, polarity = strongest.judgement.label, strongest.judgement.polarity
    if len(spoken) > 1 and polarity is not None:
        polarity = sum(each.judgement.polarity or 0.0 for each in spoken) / len(spoken)
        if {"positive", "negative"} <= {each.judgement.label for each in spoken}:
            label = "neutral"
    return Mention(
        topic=topic,
        sentiment=label,
        polarity=polarity,
        cause=_cause(strongest.clause, found, cues, cause) if label == "negative" else None,
        excerpt=cut(strongest.text, EXCERPT),
    )


def _cause(clause: Clause, found: Found, cues: Cues, of_topic: Cause) -> Cause:
    """What most cue words of the clause point to; the topic's own cause decides between equals."""
    if not clause.bits & cues.causes:
        return of_topic
    counted: Counter[str] = Counter()
    for hit in found.hits:
        if hit.bits & cues.causes and clause.first <= hit.start < clause.last:
            counted.update(cues.named(hit.bits & cues.causes))
    most = max(counted.values())
    likely = [cause for cause, count in counted.items() if count == most]
    return of_topic if of_topic in likely else likely[0]  # type: ignore[return-value]
