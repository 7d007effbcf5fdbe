"""An episode begins, goes on, grows worse and ends; what says nothing changes nothing; ids are kept."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.indicators.episodes import ENDING, Episode, Finding, Key, Known, LoudFrom, fold, keep_ids, loud_verdicts
from flows.indicators.vocabulary import VERDICTS, Subject, Verdict, Window

KEY = Key("perception_drop", "Alder Post", "", "", "nps", "week")
MONDAY = datetime(2026, 10, 5, tzinfo=UTC)


def weeks(*verdicts: Verdict, first: int = 0) -> list[Finding]:
    """One finding a week; its value is the number of its week."""
    starts = [MONDAY + timedelta(weeks=number) for number in range(first, first + len(verdicts))]
    return [
        Finding(
            subject=Subject("Alder Post"), window=Window(start, start + timedelta(weeks=1)), verdict=verdict, value=n
        )
        for n, (start, verdict) in enumerate(zip(starts, verdicts, strict=True), start=first)
    ]


def end(week: int) -> datetime:
    return MONDAY + timedelta(weeks=week + 1)


def states(*verdicts: Verdict, loud_from: LoudFrom = "warning") -> list[str]:
    """The state of the newest episode after each week; empty before there is one."""
    findings = weeks(*verdicts)
    after = [fold(KEY, findings[: n + 1], loud_from) for n in range(len(findings))]
    return [episodes[-1].state if episodes else "" for episodes in after]


def test_a_loud_window_opens_and_others_carry_on_until_one_ends_it() -> None:
    assert states("ok", "warning", "warning", "critical", "critical", "ok", "ok") == [
        "", "new", "ongoing", "worse", "ongoing", "recovered", "recovered",
    ]  # fmt: skip


def test_only_what_is_above_all_before_is_worse() -> None:
    assert states("critical", "warning", "critical") == ["new", "ongoing", "ongoing"]
    assert states("watch", "warning", "critical", loud_from="watch") == ["new", "worse", "worse"]


@pytest.mark.parametrize("silent", ["insufficient_data", "inconclusive", "watch"])
def test_silence_is_no_recovery_and_opens_nothing_but_what_was_new_before_it_is_no_longer(silent: Verdict) -> None:
    assert states(silent, "warning", silent, silent, "warning") == ["", "new", "ongoing", "ongoing", "ongoing"]
    assert states("warning", "critical", silent, "critical")[1:] == ["worse", "ongoing", "ongoing"]
    [episode] = fold(KEY, weeks("warning", silent, silent))
    assert (episode.last_seen, episode.windows, episode.newest.verdict) == (end(0), 1, "warning")
    assert episode.state_since == end(1)


@pytest.mark.parametrize("unknown", ["no_data", "incomplete"])
def test_a_window_of_which_nothing_is_known_leaves_what_is_new_as_it_is(unknown: Verdict) -> None:
    assert states(unknown, "warning", unknown, unknown, "inconclusive") == ["", "new", "new", "new", "ongoing"]


@pytest.mark.parametrize("ending", sorted(ENDING))
def test_every_verdict_that_says_it_is_over_ends_it(ending: Verdict) -> None:
    assert states(ending, "warning", ending) == ["", "new", "recovered"]


def test_what_returns_is_another_episode() -> None:
    first, second = fold(KEY, weeks("warning", "ok", "critical"))
    assert first.episode_id != second.episode_id
    assert (first.state, first.recovered_at, second.state, second.first_seen) == ("recovered", end(1), "new", end(2))


@pytest.mark.parametrize("last", ["warning", "inconclusive"])
def test_what_is_judged_no_longer_has_lapsed_and_what_returns_is_another_episode(last: Verdict) -> None:
    loud, word, back = weeks("warning", last, "critical")
    lapsed, again = fold(KEY, [loud, replace(word, lapses_at=end(9)), back])
    assert (lapsed.state, lapsed.state_since, lapsed.recovered_at) == ("lapsed", end(9), None)
    assert (lapsed.newest.verdict, again.state) == ("warning", "new")


def test_what_is_over_lapses_no_more() -> None:
    loud, over = weeks("warning", "ok")
    assert [one.state for one in fold(KEY, [loud, replace(over, lapses_at=end(9))])] == ["recovered"]


def test_the_threshold_holds_for_threats_and_weaknesses_alone() -> None:
    assert states("watch", "warning", loud_from="watch") == ["new", "worse"]
    assert states("warning", "critical", "warning", "ok", loud_from="critical") == ["", "new", "ongoing", "recovered"]
    for loud_from in ("watch", "critical"):
        assert states("emerging", loud_from=loud_from) == states("behind", loud_from=loud_from) == ["new"]


def test_strengths_go_by_their_grade_and_goals_by_theirs() -> None:
    assert states("none", "emerging", "strong", "emerging", "none") == ["", "new", "worse", "ongoing", "recovered"]
    assert states("on_track", "behind", "missed", "achieved") == ["", "new", "worse", "recovered"]


def test_an_episode_says_when_how_long_and_how_bad() -> None:
    [episode] = fold(KEY, weeks("warning", "critical", "warning", "warning", "improved"))
    assert (episode.first_seen, episode.last_seen, episode.recovered_at) == (end(0), end(3), end(4))
    assert (episode.windows, episode.peak, episode.severity, episode.newest.value) == (4, 4, 1, 4)
    assert episode.state_since == end(4)
    [going] = fold(KEY, weeks("warning", "critical", "warning", "warning"))
    assert (going.state, going.state_since, going.severity) == ("ongoing", end(2), 3)


def test_another_series_has_other_ids() -> None:
    keys = [
        KEY,
        KEY._replace(metric="csat"),
        KEY._replace(grain="month"),
        KEY._replace(topic="app"),
        KEY._replace(channel="app"),
    ]
    assert len({fold(key, weeks("warning"))[0].episode_id for key in keys}) == len(keys)


@given(st.lists(st.sampled_from(VERDICTS)), st.randoms(use_true_random=False))
def test_the_same_history_gives_the_same_episodes(verdicts: list[Verdict], chance: random.Random) -> None:
    findings = weeks(*verdicts)
    shuffled = chance.sample(findings, len(findings))
    episodes = fold(KEY, findings)
    assert fold(KEY, shuffled) == episodes
    assert len({one.episode_id for one in episodes}) == len(episodes)
    assert sum(one.windows for one in episodes) == sum(verdict in loud_verdicts() for verdict in verdicts)
    assert all(one.state == "recovered" for one in episodes[:-1])


def known(episode: Episode) -> Known:
    return Known(episode.episode_id, episode.first_seen, episode.last_seen)


def test_a_backfill_that_finds_an_earlier_beginning_keeps_the_id() -> None:
    [before] = fold(KEY, weeks("warning", "warning", first=4))
    [later] = keep_ids(fold(KEY, weeks("warning", "inconclusive", "warning", "warning", first=2)), [known(before)])
    assert later.episode_id == before.episode_id
    assert later.first_seen < before.first_seen


def test_of_two_parts_of_a_known_episode_the_first_keeps_its_id() -> None:
    [whole] = fold(KEY, weeks("warning", "warning", "warning"))
    first, second = keep_ids(fold(KEY, weeks("warning", "ok", "warning")), [known(whole)])
    assert (first.episode_id, second.episode_id == whole.episode_id) == (whole.episode_id, False)


def test_two_that_grow_together_go_on_under_the_earlier_id() -> None:
    parts = fold(KEY, weeks("warning", "ok", "warning"))
    [whole] = keep_ids(fold(KEY, weeks("warning", "warning", "warning")), map(known, reversed(parts)))
    assert whole.episode_id == parts[0].episode_id


def test_an_id_that_is_known_is_given_once_and_to_its_own_first() -> None:
    [own] = fold(KEY, weeks("warning", first=3))
    moved = Known(own.episode_id, end(1), end(3))
    earlier, later = keep_ids(fold(KEY, weeks("warning", "ok", "warning", first=1)), [moved])
    assert later.episode_id == own.episode_id
    assert earlier.episode_id != own.episode_id


def test_what_shares_no_time_with_a_known_one_is_new() -> None:
    [before] = fold(KEY, weeks("warning"))
    [after] = keep_ids(fold(KEY, weeks("warning", first=1)), [known(before)])
    assert after.episode_id != before.episode_id
