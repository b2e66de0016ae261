"""Addresses on the web."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_on_the_internet(url: str) -> bool:
    """Whether machines of a chat may be able to fetch this: nothing from one's own, or its net."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".internal", ".localhost"))
