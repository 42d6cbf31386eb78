"""A campaign that forgets its families forgets their doors too, where a round of couriers was never closed."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("twiza.aid.migrations.0241_cut_ways_back").ERASE
ERASE = BEFORE.replace(
    "    UPDATE aid_objection SET words",
    "    UPDATE aid_deliverystop SET place = '', announce = ''\n"
    "        WHERE campaign_id = of_campaign AND (place <> '' OR announce <> '');\n"
    "    UPDATE aid_objection SET words",
)


class Migration(migrations.Migration):
    dependencies = [("aid", "0331_guard_rounds")]

    operations = [migrations.RunSQL(ERASE, BEFORE)]
