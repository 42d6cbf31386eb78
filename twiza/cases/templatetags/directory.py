"""Words for codes of the directory of services, in the reader's language."""

from django import template

from twiza.cases import rules
from twiza.platform.web.formats import labelled

register = template.Library()
register.filter("service_kind", labelled(rules.SERVICE_KINDS))
register.filter("service_for_whom", labelled(rules.FOR_WHOM))
