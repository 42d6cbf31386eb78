"""The pages of the registry."""

from twiza.registry.views.doubles import list_doubles, merge_double, seek_doubles, show_double, take_back
from twiza.registry.views.households import (
    correct_household,
    erase_household,
    export_households,
    list_households,
    register_household,
    set_contact,
    show_household,
)
from twiza.registry.views.labelled import download_decisions, list_decisions, list_strange
from twiza.registry.views.members import (
    add_member,
    correct_member,
    end_situation,
    erase_member,
    mark_situation,
)
from twiza.registry.views.merges import undo_merge
from twiza.registry.views.possible import check_possible
from twiza.registry.views.request_answers import (
    answer_request,
    erase_words,
    give_ticket,
    orient_request,
    postpone_answer,
)
from twiza.registry.views.requests import (
    ask_status,
    list_requests,
    receive_request,
    say_mistaken,
    show_request,
    show_slip,
    show_waits,
)
from twiza.registry.views.shocks import (
    end_shock,
    note_shock,
)
from twiza.registry.views.uploads import (
    accept_upload,
    download_copy,
    list_uploads,
    map_columns,
    put_aside,
    read_again,
    show_upload,
    undo_upload,
)
from twiza.registry.views.whereabouts import note_whereabouts

__all__ = [
    "note_whereabouts",
    "end_shock",
    "note_shock",
    "answer_request",
    "ask_status",
    "erase_words",
    "give_ticket",
    "list_requests",
    "orient_request",
    "postpone_answer",
    "receive_request",
    "say_mistaken",
    "show_request",
    "show_slip",
    "show_waits",
    "download_decisions",
    "list_decisions",
    "list_strange",
    "list_doubles",
    "merge_double",
    "seek_doubles",
    "show_double",
    "take_back",
    "accept_upload",
    "add_member",
    "check_possible",
    "correct_household",
    "correct_member",
    "download_copy",
    "end_situation",
    "erase_household",
    "erase_member",
    "export_households",
    "list_households",
    "list_uploads",
    "map_columns",
    "mark_situation",
    "put_aside",
    "read_again",
    "register_household",
    "set_contact",
    "show_household",
    "show_upload",
    "undo_merge",
    "undo_upload",
]
