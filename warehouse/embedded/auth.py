"""Who asks: the owner, who may do everything, or the analyst, whose statements the guard reads first."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from typing import Literal

from warehouse.embedded.errors import ClickHouseError, Code, error
from warehouse.settings import ClickHouseSettings

Role = Literal["owner", "analyst"]


def check_users(settings: ClickHouseSettings) -> None:
    """Raise ValueError, one line that names the variable, unless both users have a name and a password of their own."""
    for variable, value in (("PASSWORD", settings.password), ("ANALYST_PASSWORD", settings.analyst_password)):
        if not value:
            raise ValueError(
                f"EARSHOT_CLICKHOUSE_{variable} is empty: the warehouse starts only with a password for both users"
            )
    if settings.user == settings.analyst_user:
        raise ValueError("EARSHOT_CLICKHOUSE_USER and EARSHOT_CLICKHOUSE_ANALYST_USER must differ")


def role_of(settings: ClickHouseSettings, headers: Mapping[str, str], url: Mapping[str, str]) -> Role:
    """Whose credentials these are. Raises ClickHouseError: 401 if there are none, 403 if they are wrong."""
    user, password = _credentials(headers, url)
    owner = _same(user, settings.user) & _same(password, settings.password)
    analyst = _same(user, settings.analyst_user) & _same(password, settings.analyst_password)
    if owner:
        return "owner"
    if analyst:
        return "analyst"
    message = "Authentication failed: password is incorrect, or there is no user with such name."
    raise error(Code.AUTHENTICATION_FAILED, message, None if user else 401)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _credentials(headers: Mapping[str, str], url: Mapping[str, str]) -> tuple[str, str]:
    """User and password from ClickHouse's own headers, else Basic, else the URL, as ClickHouse reads them."""
    if "X-ClickHouse-User" in headers or "X-ClickHouse-Key" in headers:
        return headers.get("X-ClickHouse-User", ""), headers.get("X-ClickHouse-Key", "")
    scheme, _, encoded = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return _basic(encoded)
    return url.get("user", ""), url.get("password", "")


def _basic(encoded: str) -> tuple[str, str]:
    try:
        user, _, password = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as raised:
        raise _unreadable() from raised
    return user, password


def _unreadable() -> ClickHouseError:
    return error(Code.AUTHENTICATION_FAILED, "Authentication failed: the Authorization header is not valid Basic.")
