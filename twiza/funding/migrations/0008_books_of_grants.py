"""A chart of accounts, projects, what an association writes of its grants, invoices that several pay."""

import datetime
from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import Together

# Accounts and lines of before this: the codes with which books open, and the day of each line's entry. The rows are
# otherwise only added to, by nobody but their association.
FILLED = """
ALTER TABLE funding_account NO FORCE ROW LEVEL SECURITY;
ALTER TABLE funding_account DISABLE TRIGGER only_added;
UPDATE funding_account SET code = known.code, label_ar = known.ar, label_fr = known.fr
FROM (VALUES ('bank', '5141', 'البنك', 'Banque'), ('cash', '5113', 'نقود تنتظر الإيداع', 'Espèces à déposer'),
             ('gifts', '7181', 'هبات المحسنين', 'Dons reçus'), ('yields', '7182', 'ريع الوقف', 'Revenus d''un waqf'),
             ('purchases', '6111', 'مشتريات', 'Achats')) AS known (role, code, ar, fr)
WHERE funding_account.role = known.role;
ALTER TABLE funding_account ENABLE TRIGGER only_added;
ALTER TABLE funding_account FORCE ROW LEVEL SECURITY;
ALTER TABLE funding_line NO FORCE ROW LEVEL SECURITY;
ALTER TABLE funding_entry NO FORCE ROW LEVEL SECURITY;
ALTER TABLE funding_line DISABLE TRIGGER only_added;
UPDATE funding_line SET "on" = e."on" FROM funding_entry e WHERE e.id = funding_line.entry_id;
ALTER TABLE funding_line ENABLE TRIGGER only_added;
ALTER TABLE funding_line FORCE ROW LEVEL SECURITY;
ALTER TABLE funding_entry FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0007_guard_grant_money"),
        ("network", "0032_licence_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="GrantBooking",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                        ("on", models.DateField()),
                        ("reference", models.CharField(max_length=60)),
                        ("at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="HeadingAccount",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("title", models.CharField(max_length=200)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(null=True)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Purchase",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("supplier", models.CharField(max_length=200)),
                        ("number", models.CharField(max_length=60)),
                        ("on", models.DateField()),
                        ("what", models.CharField(max_length=300)),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                        ("paid_on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("taken_out_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="PurchaseShare",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=twiza.lib.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("percent", models.DecimalField(decimal_places=2, max_digits=5)),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                        ("second_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.RemoveConstraint(
                    model_name="account",
                    name="account_one_of_each",
                ),
                migrations.RemoveConstraint(
                    model_name="account",
                    name="account_stands_on_its_side",
                ),
                migrations.RemoveConstraint(
                    model_name="restriction",
                    name="restriction_kind",
                ),
            ]
        ),
        migrations.RemoveIndex(
            model_name="line",
            name="line_by_restriction",
        ),
        Together(
            [
                migrations.AddField(
                    model_name="account",
                    name="closed_on",
                    field=models.DateField(null=True),
                ),
                migrations.AddField(
                    model_name="account",
                    name="code",
                    field=models.CharField(default="", max_length=8),
                    preserve_default=False,
                ),
                migrations.AddField(
                    model_name="account",
                    name="label_ar",
                    field=models.CharField(blank=True, max_length=120),
                ),
                migrations.AddField(
                    model_name="account",
                    name="label_fr",
                    field=models.CharField(blank=True, max_length=120),
                ),
                migrations.AddField(
                    model_name="grantexpense",
                    name="entry",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.entry",
                    ),
                ),
                migrations.AddField(
                    model_name="line",
                    name="convention",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.convention",
                    ),
                ),
                migrations.AddField(
                    model_name="line",
                    name="funder",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="line",
                    name="heading",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.grantheading",
                    ),
                ),
                migrations.AddField(
                    model_name="line",
                    name="institution",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.institution",
                    ),
                ),
                migrations.AddField(
                    model_name="line",
                    name="on",
                    field=models.DateField(default=datetime.date(2000, 1, 1)),
                    preserve_default=False,
                ),
                migrations.AddField(
                    model_name="restriction",
                    name="grant",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.grant",
                    ),
                ),
                migrations.AlterField(
                    model_name="account",
                    name="role",
                    field=models.CharField(blank=True, max_length=20),
                ),
                migrations.AlterField(
                    model_name="line",
                    name="account",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.account",
                    ),
                ),
                migrations.AlterField(
                    model_name="line",
                    name="organisation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AlterField(
                    model_name="line",
                    name="restriction",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.restriction",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        Together(
            [
                migrations.AddConstraint(
                    model_name="account",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("role", ""), _negated=True),
                        fields=("organisation", "role"),
                        name="account_one_of_each",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="account",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "code"), name="account_code_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="account",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[1-7][0-9]{2,7}$")),
                        name="account_code_is_digits",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="account",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code__startswith", "1"), ("kind", "equity")),
                            models.Q(("code__startswith", "2"), ("kind", "asset")),
                            models.Q(("code__startswith", "3"), ("kind", "asset")),
                            models.Q(("code__startswith", "4"), ("kind", "liability")),
                            models.Q(("code__startswith", "5"), ("kind", "asset")),
                            models.Q(("code__startswith", "6"), ("kind", "expense")),
                            models.Q(("code__startswith", "7"), ("kind", "income")),
                            _connector="OR",
                        ),
                        name="account_code_says_its_side",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="account",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "")),
                            models.Q(("kind", "asset"), ("role", "bank")),
                            models.Q(("kind", "asset"), ("role", "cash")),
                            models.Q(("kind", "income"), ("role", "gifts")),
                            models.Q(("kind", "income"), ("role", "yields")),
                            models.Q(("kind", "expense"), ("role", "purchases")),
                            models.Q(("kind", "income"), ("role", "subsidies")),
                            models.Q(("kind", "income"), ("role", "given_back")),
                            _connector="OR",
                        ),
                        name="account_stands_on_its_side",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="account",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("label_ar", ""), _negated=True),
                            models.Q(("label_fr", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="account_has_a_name",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="account",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("role", ""), ("closed_on__isnull", True), _connector="OR"),
                        name="account_of_the_house_stays_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grant",
                    constraint=models.UniqueConstraint(
                        fields=("id", "grantee"), name="grant_and_its_grantee"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="restriction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grant__isnull", False), ("kind", "grant")),
                            models.Q(models.Q(("kind", "grant"), _negated=True), ("grant__isnull", True)),
                            _connector="OR",
                        ),
                        name="restriction_grant_is_named",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="restriction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "none",
                                    "purpose",
                                    "zakat",
                                    "zakat_al_fitr",
                                    "sadaqa",
                                    "waqf",
                                    "waqf_yield",
                                    "grant",
                                ],
                            )
                        ),
                        name="restriction_kind",
                    ),
                ),
                migrations.AddField(
                    model_name="grantbooking",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="grantbooking",
                    name="entry",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.entry"
                    ),
                ),
                migrations.AddField(
                    model_name="grantbooking",
                    name="grant",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.grant"
                    ),
                ),
                migrations.AddField(
                    model_name="grantbooking",
                    name="organisation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="grantbooking",
                    name="tranche",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.granttranche",
                    ),
                ),
                migrations.AddField(
                    model_name="headingaccount",
                    name="account",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funding.account"
                    ),
                ),
                migrations.AddField(
                    model_name="headingaccount",
                    name="heading",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.grantheading",
                    ),
                ),
                migrations.AddField(
                    model_name="headingaccount",
                    name="organisation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="project",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="project",
                    name="institution",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.institution",
                    ),
                ),
                migrations.AddField(
                    model_name="project",
                    name="organisation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="line",
                    name="project",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.project",
                    ),
                ),
                migrations.AddIndex(
                    model_name="line",
                    index=models.Index(
                        fields=["restriction", "account", "on"],
                        include=("amount",),
                        name="line_by_restriction",
                    ),
                ),
                migrations.AddIndex(
                    model_name="line",
                    index=models.Index(
                        fields=["organisation", "account", "on", "id"],
                        include=("amount",),
                        name="line_by_account",
                    ),
                ),
                migrations.AddIndex(
                    model_name="line",
                    index=models.Index(
                        condition=models.Q(("project__isnull", False)),
                        fields=["organisation", "project"],
                        name="line_by_project",
                    ),
                ),
                migrations.AddIndex(
                    model_name="line",
                    index=models.Index(
                        condition=models.Q(("funder__isnull", False)),
                        fields=["organisation", "funder", "on"],
                        name="line_by_funder",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="line",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("convention__isnull", True),
                                ("funder__isnull", True),
                                ("heading__isnull", True),
                            ),
                            models.Q(("convention__isnull", False), ("funder__isnull", False)),
                            _connector="OR",
                        ),
                        name="line_of_a_grant_says_whose",
                    ),
                ),
                migrations.AddField(
                    model_name="purchase",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="purchase",
                    name="organisation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="purchaseshare",
                    name="entry",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.entry",
                    ),
                ),
                migrations.AddField(
                    model_name="purchaseshare",
                    name="expense",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.grantexpense",
                    ),
                ),
                migrations.AddField(
                    model_name="purchaseshare",
                    name="organisation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.organisation",
                    ),
                ),
                migrations.AddField(
                    model_name="purchaseshare",
                    name="project",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.project",
                    ),
                ),
                migrations.AddField(
                    model_name="purchaseshare",
                    name="purchase",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="funding.purchase",
                    ),
                ),
                migrations.AddField(
                    model_name="purchaseshare",
                    name="restriction",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="funding.restriction",
                    ),
                ),
                migrations.AddField(
                    model_name="purchaseshare",
                    name="second",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="purchaseshare",
                    name="writer",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grantbooking",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "received"), ("tranche__isnull", False)),
                            models.Q(("kind", "returned"), ("tranche__isnull", True)),
                            _connector="OR",
                        ),
                        name="grant_booking_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grantbooking",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), models.Q(("reference", ""), _negated=True)),
                        name="grant_booking_says_all",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grantbooking",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("tranche",),
                        name="grant_booking_tranche_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grantbooking",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "returned"), ("undone_at__isnull", True)),
                        fields=("grant", "reference"),
                        name="grant_booking_returned_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="project",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "code"), name="project_code_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="project",
                    constraint=models.UniqueConstraint(
                        fields=("id", "organisation"), name="project_and_its_owner"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="project",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="project_is_named",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="project",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="project_ends_after",
                    ),
                ),
                migrations.AddIndex(
                    model_name="purchase",
                    index=models.Index(fields=["organisation", "-at"], name="purchase_newest"),
                ),
                migrations.AddConstraint(
                    model_name="purchase",
                    constraint=models.UniqueConstraint(
                        fields=("id", "organisation"), name="purchase_and_its_owner"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purchase",
                    constraint=models.UniqueConstraint(fields=("id", "by"), name="purchase_and_its_writer"),
                ),
                migrations.AddConstraint(
                    model_name="purchase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            models.Q(("supplier", ""), _negated=True),
                            models.Q(("number", ""), _negated=True),
                            models.Q(("what", ""), _negated=True),
                        ),
                        name="purchase_says_all",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purchaseshare",
                    constraint=models.UniqueConstraint(
                        fields=("purchase", "place"), name="purchase_share_place"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purchaseshare",
                    constraint=models.UniqueConstraint(
                        fields=("purchase", "restriction"), name="purchase_share_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purchaseshare",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), ("percent__gt", 0), ("percent__lte", Decimal("100"))
                        ),
                        name="purchase_share_is_something",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purchaseshare",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry__isnull", True),
                                ("expense__isnull", False),
                                ("second__isnull", True),
                                ("second_at__isnull", True),
                            ),
                            models.Q(
                                ("entry__isnull", True),
                                ("expense__isnull", True),
                                ("second__isnull", True),
                                ("second_at__isnull", True),
                            ),
                            models.Q(
                                ("entry__isnull", False),
                                ("expense__isnull", True),
                                ("second__isnull", False),
                                ("second_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="purchase_share_let_go_by_two",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purchaseshare",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("second__isnull", True),
                            models.Q(("second", models.F("writer")), _negated=True),
                            _connector="OR",
                        ),
                        name="purchase_share_by_another",
                    ),
                ),
            ]
        ),
    ]
