"""The embedded warehouse as a process: how it starts, what it refuses, how it ends, what survives."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import urllib3

from tests.fixtures.warehouse import Warehouse, new_warehouse, running

SLOW = "SELECT count() FROM numbers(1000000000000000) WHERE NOT ignore(sipHash64(number))"


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"PASSWORD": ""}, "EARSHOT_CLICKHOUSE_PASSWORD is empty"),
        ({"ANALYST_PASSWORD": ""}, "EARSHOT_CLICKHOUSE_ANALYST_PASSWORD is empty"),
        ({"ANALYST_USER": "earshot"}, "must differ"),
        ({"HOST": "0.0.0.0"}, "EARSHOT_CLICKHOUSE_HOST must be a loopback address"),
        ({"PORT": "many"}, "port: "),
        ({"DATA": "/proc/nowhere"}, "/proc/nowhere"),
    ],
    ids=["no password", "no password for the analyst", "one user", "all addresses", "no port", "no folder"],
)
def test_it_refuses_to_start_and_says_why_in_one_line(tmp_path: Path, variables: dict[str, str], says: str) -> None:
    named = {f"EARSHOT_CLICKHOUSE_{name}": value for name, value in variables.items()}
    environment = new_warehouse(tmp_path, **named).environment()
    command = [sys.executable, "-m", "warehouse.embedded"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert says in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_second_process_on_the_folder_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert server.spawn().wait(timeout=60) == 1
        assert f"{server.home / 'data'} is in use: another warehouse process holds it" in server.log
        assert server.ask("SELECT 1").data == b"1\n"


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        server.variables["EARSHOT_CLICKHOUSE_DATA"] = str(tmp_path / "other")
        assert server.spawn().wait(timeout=60) == 1
        assert "address already in use" in server.log.splitlines()[-1]


def test_rows_survive_kill_9(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        server.ask("CREATE DATABASE earshot")
        server.ask("CREATE TABLE earshot.kept (n UInt64) ENGINE = ReplacingMergeTree ORDER BY n")
        client = server.client()
        for batch in range(5):
            client.insert("earshot.kept", [[n] for n in range(batch * 1000, batch * 1000 + 1000)], column_names=["n"])
        server.kill()
        server.start()
        assert server.ask("SELECT count(), sum(n) FROM earshot.kept").data == b"5000\t12497500\n"
        assert server.ask("INSERT INTO earshot.kept VALUES (9)").status == 200


def test_it_ends_promptly_and_cleanly_with_a_slow_query_open(tmp_path: Path) -> None:
    with running(tmp_path, EARSHOT_CLICKHOUSE_STOP_SECONDS="0.5") as server:
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(server.ask(SLOW).status))
        asking.start()
        _until_running(server, 1)
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 10  # a hang would be the query's 1e15 rows
        asking.join()
        assert answers == [500]
        assert "Traceback" not in server.log


def test_a_query_whose_client_has_gone_is_cancelled(warehouse: Warehouse) -> None:
    warehouse.ask("CREATE DATABASE IF NOT EXISTS earshot")
    with pytest.raises(urllib3.exceptions.ReadTimeoutError):
        warehouse.ask(SLOW, "analyst", timeout=1)
    _until_running(warehouse, 0)


def _until_running(server: Warehouse, count: int) -> None:
    wanted = "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'"
    deadline = time.monotonic() + 20
    while server.ask(wanted).data != f"{count}\n".encode():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_small_queries_are_answered_while_long_ones_run(warehouse: Warehouse) -> None:
    long = [
        threading.Thread(target=warehouse.ask, args=(f"{SLOW} SETTINGS max_execution_time = 60",)) for _ in range(3)
    ]
    for thread in long:
        thread.start()
    _until_running(warehouse, 3)
    assert [warehouse.ask(f"SELECT {n}").data for n in range(20)] == [f"{n}\n".encode() for n in range(20)]
    assert all(thread.is_alive() for thread in long)
    warehouse.ask("KILL QUERY WHERE query LIKE '%sipHash64%' AND query_kind = 'Select' ASYNC")
    for thread in long:
        thread.join()


def test_many_clients_at_once_each_get_their_own_answer(warehouse: Warehouse) -> None:
    wrong: list[int] = []

    def ask(n: int) -> None:
        for step in range(10):
            if warehouse.ask(
                "SELECT {n:UInt64}, getSetting('max_block_size')", param_n=str(n), max_block_size=str(1 + n)
            ).data != (f"{n}\t{1 + n}\n".encode()):
                wrong.append(step)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_log_has_ids_and_codes_but_no_words_of_anybody(warehouse: Warehouse) -> None:
    word = "Unverwechselbar"
    warehouse.ask(f"SELECT '{word}'", query_id="first")
    warehouse.ask(f"SELECT {word}", query_id="second")
    warehouse.ask(f"SELECT throwIf(1, '{word}')", query="", query_id=f"{word} is no id")
    warehouse.ask(f"{word}\t", query="INSERT INTO nowhere FORMAT TSV", query_id="third")
    warehouse.ask(f"SELECT * FROM {word}", "analyst", query_id="fourth")
    for broken in (
        f"GET /?query={word} HTTP/9.9\r\n\r\n",
        f"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{word}\r\n",
    ):
        with socket.create_connection(("127.0.0.1", warehouse.port)) as wire:
            wire.sendall(broken.encode())
            assert b" 400 " in wire.recv(1000)
    assert "first owner code=0" in warehouse.log
    assert "second owner code=47" in warehouse.log
    assert "fourth analyst code=" in warehouse.log
    assert word not in warehouse.log
