"""The menu, in the order in which people work. One line each; who sees it is said by a permission."""

from django.utils.translation import gettext_lazy as _

from twiza.platform.web.menu import MenuItem

MENU = [
    MenuItem(_("Today"), "reporting:today", icon="today"),
    MenuItem(_("Requests"), "registry:list_requests", permission="request.receive", icon="door"),
    MenuItem(_("Reception"), "cases:list_tickets", permission="ticket.give", icon="door"),
    MenuItem(_("The closed room"), "cases:list_cases", permission="case.work", icon="lock"),
    MenuItem(_("Care for who listens"), "cases:show_supervision", permission="case.work", icon="families"),
    MenuItem(_("The desk"), "cases:list_desk", permission="referral.desk", icon="door"),
    MenuItem(_("Protocols"), "cases:list_protocols", permission="protocol.adopt", icon="book"),
    MenuItem(_("Numbers of the centre"), "cases:show_figures", permission="room.figures", icon="chart"),
    MenuItem(_("Keys of the closed room"), "cases:show_recovery", permission="room.recover", icon="key"),
    MenuItem(_("Awareness sessions"), "cases:list_sessions", permission="awareness.keep", icon="families"),
    MenuItem(_("Services near her"), "cases:list_services", permission="directory.keep", icon="search"),
    MenuItem(_("The winter"), "shelter:list_winters", permission="winter.read", icon="leaf"),
    MenuItem(_("Tell a family why"), "aid:tell_reasons", permission="decision.tell", icon="scales"),
    MenuItem(_("Campaigns"), "aid:list_campaigns", permission="campaign.read", icon="basket"),
    MenuItem(_("Calendar"), "aid:show_calendar", permission="campaign.read", icon="calendar"),
    MenuItem(_("Demands for names"), "aid:list_demands", permission="demands.record", icon="shield"),
    MenuItem(_("Points"), "aid:list_points", permission="hand_over.record", icon="scan"),
    MenuItem(_("Stores"), "aid:list_stores", permission="stock.read", icon="box"),
    MenuItem(_("Customs goods"), "aid:list_dossiers", permission="stock.read", icon="sign"),
    MenuItem(_("Families"), "registry:list_households", permission="registry.read", icon="families"),
    MenuItem(_("Lists of families"), "registry:list_uploads", permission="registry.import", icon="upload"),
    MenuItem(_("Written twice?"), "registry:list_doubles", permission="registry.match", icon="search"),
    MenuItem(_("The money"), "funding:show_money", permission="money.read", icon="book"),
    MenuItem(_("Donors"), "funding:list_donors", permission="donors.keep", icon="person"),
    MenuItem(_("Grants we give"), "funding:list_grants", permission="grant.examine", icon="scales"),
    MenuItem(_("Grants we ask for"), "funding:list_claims", permission="grant.claim", icon="leaf"),
    MenuItem(_("The province"), "reporting:show_province", permission="institution.keep", icon="chart"),
    MenuItem(
        _("Handing the office over"), "reporting:list_handovers", permission="institution.keep", icon="key"
    ),
    MenuItem(_("Works"), "funding:list_works", permission="works.read", icon="home"),
    MenuItem(_("Institutions"), "network:list_institutions", icon="home"),
    MenuItem(_("Organisations"), "network:list_organisations", icon="organisation"),
    MenuItem(_("Places"), "network:list_places", icon="place"),
    MenuItem(_("Conventions"), "network:list_conventions", icon="sign"),
    MenuItem(_("Register of processings"), "network:list_processings", icon="shield"),
    MenuItem(_("What happens when I come"), "cases:show_coming", icon="door"),
    MenuItem(_("Published figures"), "network:list_figures", icon="chart"),
    MenuItem(_("Public figures"), "aid:list_published", icon="chart"),
    MenuItem(_("Winters in figures"), "shelter:list_published_winters", icon="leaf"),
    MenuItem(_("My long work"), "queue:list_work", icon="clock"),
    MenuItem(_("Numbers of the law"), "accounts:list_parameters", icon="scales"),
    MenuItem(_("My account"), "accounts:show_profile", icon="lock"),
    MenuItem(_("The log"), "reporting:show_log", permission="audit.read", icon="history"),
]
