"""Addresses as pictures that telephones read."""

import segno
from markupsafe import Markup

_QUIET = 4  # modules around it, as ISO/IEC 18004 has it


def qr_svg(address: str) -> Markup:
    """A QR code of an address as SVG, to stand in a page: dark on light, as readers want it."""
    code = segno.make_qr(address, error="m")
    picture = code.svg_inline(
        border=_QUIET, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(picture)  # noqa: S704  # segno wrote it, of an address of our own
