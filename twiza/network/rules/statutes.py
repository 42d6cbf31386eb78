"""The statutes of an association as a file: what is taken. Pure Python."""

KIND = "network.statutes"
# Bodies that people founded: a public body has a law in place of statutes
HAVE_STATUTES = frozenset({"association", "charity_association", "cooperative", "foundation"})
KEPT_DAYS = 3650  # ten years; a newer file does not take the older one away
_BEGINNINGS = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}


def ending_of(content: bytes) -> str | None:
    """Return .pdf, .jpg or .png by how the file begins; None for anything else."""
    return next((ending for start, ending in _BEGINNINGS.items() if content.startswith(start)), None)
