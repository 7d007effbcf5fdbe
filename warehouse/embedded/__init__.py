"""ClickHouse's own engine in one process, answering ClickHouse's HTTP interface on the loopback.

    python -m warehouse.embedded

One request, a straight line: `server` (HTTP) → `auth` (who asks) → `request` (statement, data, settings)
→ `guard` (an analyst's statement only) → `engine` (chdb) → `answer` (status, headers, body).

It differs from a real server in this: an answer is complete before its first byte is sent (so an error always has
its own HTTP status), and there are two users, whose names and passwords come from the environment. In production a
real ClickHouse server takes its place and ClickHouse's roles do the guard's work.
"""
