"""Sentences of the log about conventions and projects of works. No Django."""

from twiza.lib.errors import N_

ACTS_OF_AGREEMENTS: dict[str, str] = {
    "network.convention_handed_over": N_("Handed a convention over with its office"),
    "network.convention_undone": N_("Wrote why a convention that was handed over is undone"),
    "network.undoing_taken_back": N_("Took back that a convention is undone"),
    "network.delivery_told": N_("Said what was delivered of a convention"),
    "network.delivery_ruled": N_("Confirmed or disputed a delivery of a convention"),
    "network.delivery_taken_back": N_("Took back what was said of a convention"),
    "funding.works_programme_written": N_("Wrote a programme of works"),
    "funding.works_proposed": N_("Wrote a project of works"),
    "funding.works_shared": N_("Wrote the share of a partner of works"),
    "funding.works_cost_changed": N_("Changed the cost of works"),
    "funding.works_paid": N_("Wrote what a partner of works paid"),
    "funding.works_bodies_named": N_("Wrote who owns, runs and supervises works"),
    "funding.works_phase_reached": N_("Wrote that works reached a phase"),
    "funding.works_planned": N_("Wrote by when a phase of works is planned"),
    "funding.works_reserve_written": N_("Wrote a reserve of works"),
    "funding.works_reserve_lifted": N_("Lifted a reserve of works"),
    "funding.works_item_written": N_("Wrote a line of the inventory of works"),
    "funding.works_linked": N_("Wrote under which convention works run"),
    "funding.works_stopped": N_("Wrote that works stand still"),
    "funding.works_resumed": N_("Wrote that works are taken up again"),
}
