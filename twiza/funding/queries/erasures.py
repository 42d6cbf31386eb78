"""What remains of erased donors: asked by the replay of erasures."""

from uuid import UUID

from twiza.funding.models import Donor


def donor_has_words(id: UUID) -> bool:
    """Whether a donor is still known by what they said: an erasure left open by a killed process."""
    return Donor.objects.filter(pk=id, erased_at__isnull=True).exists()
