"""stack.ports: a busy port moves, unless the user chose it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from stack.errors import PortBusyError
from stack.ports import choose, free_ports, is_free


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_free_port_is_taken_as_wanted() -> None:
    [port] = free_ports(1)
    [choice] = choose({"EARSHOT_KAFKA_PORT": port}, [])
    assert (choice.port, choice.moved) == (port, False)


def test_a_busy_default_moves_to_a_free_port_and_says_so(busy: int) -> None:
    [choice] = choose({"EARSHOT_KAFKA_PORT": busy}, [])
    assert choice.moved
    assert is_free(choice.port)


def test_a_busy_port_that_the_user_chose_is_an_error_that_names_both(busy: int) -> None:
    with pytest.raises(PortBusyError, match=f"port {busy} .* EARSHOT_KAFKA_PORT"):
        choose({"EARSHOT_KAFKA_PORT": busy}, ["EARSHOT_KAFKA_PORT"])


def test_a_listener_on_all_addresses_makes_a_port_busy() -> None:
    with socket.create_server(("0.0.0.0", 0)) as server:
        assert not is_free(server.getsockname()[1])


def test_a_default_makes_way_for_a_port_that_was_chosen() -> None:
    [free] = free_ports(1)
    by_variable = {choice.variable: choice for choice in choose({"A": free, "B": free}, ["B"])}
    assert (by_variable["A"].moved, by_variable["B"].moved) == (True, False)


def test_two_engines_never_get_the_same_port(busy: int) -> None:
    [free] = free_ports(1)
    choices = choose({"A": free, "B": free, "C": busy}, [])
    assert len({choice.port for choice in choices}) == 3


def test_free_ports_are_distinct() -> None:
    assert len(set(free_ports(20))) == 20
