"""Addresses of the network."""

from django.urls import path

from twiza.network.views import (
    conventions,
    credits,
    figures,
    invitations,
    organisations,
    places,
    processings,
    sharing,
    sites,
    statutes,
)

app_name = "network"
urlpatterns = [
    path("about/credits/", credits.show_credits, name="show_credits"),
    path("network/places/", places.list_places, name="list_places"),
    path("network/places/find", places.find_places, name="find_places"),
    path("network/places/<uuid:id>/", places.show_place, name="show_place"),
    path("network/places/<uuid:id>/add/", places.add_place, name="add_place"),
    path("network/places/<uuid:id>/spelling/", places.add_alias, name="add_alias"),
    path("network/organisations/", organisations.list_organisations, name="list_organisations"),
    path("network/organisations/new/", organisations.register_organisation, name="register_organisation"),
    path("network/organisations/<uuid:id>/", organisations.show_organisation, name="show_organisation"),
    path("network/organisations/<uuid:id>/edit/", organisations.edit_organisation, name="edit_organisation"),
    path(
        "network/organisations/<uuid:id>/name/", organisations.rename_organisation, name="rename_organisation"
    ),
    path("network/organisations/<uuid:id>/members/", organisations.list_members, name="list_members"),
    path(
        "network/organisations/<uuid:id>/members/<uuid:membership>/end/",
        organisations.end_role,
        name="end_role",
    ),
    path("welcome/", invitations.use_code, name="use_code"),
    path(
        "network/organisations/<uuid:id>/invitations/", invitations.list_invitations, name="list_invitations"
    ),
    path(
        "network/organisations/<uuid:id>/invitations/<uuid:invitation>/cancel/",
        invitations.cancel_invitation,
        name="cancel_invitation",
    ),
    path(
        "network/organisations/<uuid:id>/members/<uuid:membership>/new-password/",
        invitations.make_new_password_slip,
        name="make_new_password_slip",
    ),
    path("network/organisations/<uuid:id>/statutes/", statutes.keep_statutes, name="keep_statutes"),
    path("network/organisations/<uuid:id>/declare/", organisations.declare_interest, name="declare_interest"),
    path("network/organisations/<uuid:id>/sites/new/", sites.open_site, name="open_site"),
    path("network/sites/<uuid:id>/", sites.show_site, name="show_site"),
    path("network/sites/<uuid:id>/address/", sites.write_address, name="write_address"),
    path("network/sites/<uuid:id>/refuge/", sites.make_refuge, name="make_refuge"),
    path("network/sites/<uuid:id>/staff/add/", sites.add_staff, name="add_staff"),
    path("network/sites/<uuid:id>/staff/end/", sites.end_staff, name="end_staff"),
    path("network/conventions/", conventions.list_conventions, name="list_conventions"),
    path("network/conventions/new/", conventions.sign_convention, name="sign_convention"),
    path("network/conventions/<uuid:id>/", conventions.show_convention, name="show_convention"),
    path("network/conventions/<uuid:id>/promise/", conventions.promise, name="promise"),
    path("network/conventions/<uuid:id>/amend/", conventions.amend_convention, name="amend_convention"),
    path("network/conventions/<uuid:id>/end/", conventions.end_convention, name="end_convention"),
    path("network/conventions/<uuid:id>/sharing/", sharing.sign_sharing, name="sign_sharing"),
    path("network/conventions/<uuid:id>/sharing/end/", sharing.end_sharing, name="end_sharing"),
    path("network/processings/", processings.list_processings, name="list_processings"),
    path("network/processings/register.xlsx", processings.export_register, name="export_register"),
    path("network/processings/new/", processings.open_processing, name="open_processing"),
    path("network/processings/<uuid:id>/", processings.show_processing, name="show_processing"),
    path("network/processings/<uuid:id>/revise/", processings.revise_processing, name="revise_processing"),
    path("network/processings/<uuid:id>/notice.pdf", processings.print_notice, name="print_notice"),
    path("network/figures/", figures.list_figures, name="list_figures"),
    path("network/figures/new/", figures.state_figure, name="state_figure"),
    path("network/figures/table/", figures.preview_table, name="preview_table"),
    path("network/figures/table/accept/", figures.accept_table, name="accept_table"),
    path("network/figures/<uuid:id>/", figures.show_table, name="show_table"),
]
