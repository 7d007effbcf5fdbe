"""Dead letters with their bytes, for the owner: who alone may read what was refused can send it again."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from clickhouse_connect.driver.client import Client

from schemas.dead_letter import DeadLetter
from warehouse.query import query_rows

_FIELDS = [field.name for field in msgspec.structs.fields(DeadLetter) if field.name != "payload"]
_FROM = "FROM dead_letters_landed FINAL"
_ONCE = "SETTINGS do_not_merge_across_partitions_select_final = 1"

_FOUND = f"""
SELECT dead_letter_id, length(payload) AS bytes {_FROM}
WHERE (empty({{ids:Array(String)}}) OR dead_letter_id IN {{ids:Array(String)}})
  AND ({{reason:String}} = '' OR reason = {{reason:String}})
  AND ({{source:String}} = '' OR source = {{source:String}})
ORDER BY failed_at, line, dead_letter_id
{_ONCE}
"""

# the driver would read bytes that are no UTF-8 as something else
_LETTERS = f"""
SELECT {", ".join(f"`{name}`" for name in _FIELDS)}, base64Encode(payload) AS payload {_FROM}
WHERE dead_letter_id IN {{ids:Array(String)}}
{_ONCE}
"""


class Found(NamedTuple):
    """A dead letter by its id, and how large what was refused is."""

    dead_letter_id: str
    bytes: int


def find_dead_letters(client: Client, ids: Sequence[str] = (), reason: str = "", source: str = "") -> list[Found]:
    """Those that fit all that is said, in the order in which they were refused. Raises Unavailable."""
    rows = query_rows(client, _FOUND, {"ids": list(ids), "reason": reason, "source": source})
    return [Found(row["dead_letter_id"], row["bytes"]) for row in rows]


def read_dead_letters(client: Client, ids: Sequence[str]) -> list[DeadLetter]:
    """Those of the ids (1,000 at most) that there are, in their order. Raises Unavailable."""
    rows = query_rows(client, _LETTERS, {"ids": list(ids)})
    letters = {row["dead_letter_id"]: DeadLetter(**row | {"payload": b64decode(row["payload"])}) for row in rows}
    return [letters[id_] for id_ in ids if id_ in letters]
