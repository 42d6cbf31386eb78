"""Criteria are signed by two before a pool is frozen, do not change any more, and may be read by anybody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import twiza.lib.ids
from twiza.platform.access.actions import RowSecurity, Together

MINE = "ANY ((SELECT access_organisations())::uuid[])"
COORDINATING = f"organisation_id = {MINE}"
READ_ADD = "SELECT, INSERT"

SIGNED = """
CREATE FUNCTION aid_criteria_are_signed(campaign uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = public, pg_temp AS $$
    SELECT 2 = count(DISTINCT s.signer_id) FROM aid_criteriasignature s JOIN aid_campaign c ON c.id = s.campaign_id
    WHERE c.id = campaign AND s.hash = c.criteria_hash
$$;
CREATE FUNCTION aid_criteria_signature_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_campaign c WHERE c.id = NEW.campaign_id AND c.organisation_id = NEW.organisation_id
          AND c.criteria_hash = NEW.hash AND NEW.hash <> ''
    ) THEN
        RAISE EXCEPTION 'criteria are signed as they stand, once they are frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'criteria_signature_fits';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER criteria_signature_fits BEFORE INSERT ON aid_criteriasignature
    FOR EACH ROW EXECUTE FUNCTION aid_criteria_signature_fits();
CREATE FUNCTION aid_pool_has_signed_criteria() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT aid_criteria_are_signed(NEW.campaign_id) THEN
        RAISE EXCEPTION 'a pool is frozen once its criteria are signed by two'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pool_has_signed_criteria';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pool_has_signed_criteria BEFORE INSERT ON aid_pool
    FOR EACH ROW EXECUTE FUNCTION aid_pool_has_signed_criteria();
"""
NOT_SIGNED = """
DROP TRIGGER pool_has_signed_criteria ON aid_pool;
DROP FUNCTION aid_pool_has_signed_criteria();
DROP TRIGGER criteria_signature_fits ON aid_criteriasignature;
DROP FUNCTION aid_criteria_signature_fits();
DROP FUNCTION aid_criteria_are_signed(uuid);
"""

# What anybody reads is what was signed.
PUBLISHED = """
CREATE FUNCTION aid_published_criteria_fit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM aid_campaign c WHERE c.id = NEW.campaign_id AND c.organisation_id = NEW.organisation_id
          AND c.criteria_hash = NEW.hash AND c.criteria = NEW.criteria AND c.criteria_frozen_at = NEW.frozen_at
          AND aid_criteria_are_signed(c.id)
    ) THEN
        RAISE EXCEPTION 'criteria are published as they were signed by two'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'published_criteria_fit';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_criteria_fit BEFORE INSERT ON aid_publishedcriteria
    FOR EACH ROW EXECUTE FUNCTION aid_published_criteria_fit();
"""
NOT_PUBLISHED = """
DROP TRIGGER published_criteria_fit ON aid_publishedcriteria;
DROP FUNCTION aid_published_criteria_fit();
"""

# Frozen criteria stay, whatever a program thinks.
STAY = """
CREATE FUNCTION aid_campaign_criteria_stay() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'frozen criteria do not change'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_criteria_stay';
END $$;
CREATE TRIGGER campaign_criteria_stay BEFORE UPDATE OF criteria, criteria_hash, criteria_frozen_at ON aid_campaign
    FOR EACH ROW WHEN (OLD.criteria_hash <> '' AND (OLD.criteria IS DISTINCT FROM NEW.criteria
        OR OLD.criteria_hash IS DISTINCT FROM NEW.criteria_hash
        OR OLD.criteria_frozen_at IS DISTINCT FROM NEW.criteria_frozen_at))
    EXECUTE FUNCTION aid_campaign_criteria_stay();
"""
NOT_STAY = """
DROP TRIGGER campaign_criteria_stay ON aid_campaign;
DROP FUNCTION aid_campaign_criteria_stay();
"""


def _key(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **more)


def _id() -> models.UUIDField:
    return models.UUIDField(default=twiza.lib.ids.new_id, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0183_published_replay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="CriteriaSignature",
                    fields=[
                        ("id", _id()),
                        ("position", models.PositiveSmallIntegerField()),
                        ("role", models.CharField(max_length=40)),
                        ("hash", models.CharField(max_length=64)),
                        ("signed_at", models.DateTimeField()),
                        ("campaign", _key("aid.campaign")),
                        ("organisation", _key("network.organisation")),
                        ("signing", _key("network.organisation")),
                        ("signer", _key(settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "signer"), name="criteria_signed_once_by_one_person"
                            ),
                            models.UniqueConstraint(
                                fields=("campaign", "position"), name="criteria_signature_position_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("position__in", (1, 2))),
                                name="criteria_have_two_signatures",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublishedCriteria",
                    fields=[
                        ("id", _id()),
                        ("key", models.CharField(db_collation="C", max_length=16, unique=True)),
                        ("title", models.CharField(max_length=120)),
                        ("lead", models.CharField(max_length=300)),
                        ("criteria", models.JSONField()),
                        ("hash", models.CharField(max_length=64)),
                        ("frozen_at", models.DateTimeField()),
                        ("signed", models.JSONField()),
                        ("at", models.DateTimeField()),
                        (
                            "campaign",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="aid.campaign",
                            ),
                        ),
                        ("organisation", _key("network.organisation")),
                        ("by", _key(settings.AUTH_USER_MODEL)),
                    ],
                ),
            ]
        ),
        RowSecurity(
            "aid_criteriasignature",
            policies={
                "sign": f"FOR INSERT WITH CHECK (signing_id = {MINE} AND signer_id = (SELECT access_user()))",
                "see": f"FOR SELECT USING ({COORDINATING} OR campaign_id IN (SELECT c.id FROM aid_campaign c))",
            },
            grants=READ_ADD,
        ),
        RowSecurity(
            "aid_publishedcriteria",
            policies={
                "coordinating": f"USING ({COORDINATING})",
                "partner": f"FOR SELECT USING (campaign_id IN (SELECT p.campaign_id FROM aid_campaignpartner p"
                f" WHERE p.organisation_id = {MINE}))",
                # anybody, without signing in: the page says so to the database, and nothing else is read with it
                "published": "FOR SELECT USING ((SELECT access_purpose()) = 'figures')",
            },
            grants=READ_ADD,
        ),
        migrations.RunSQL(SIGNED, NOT_SIGNED),
        migrations.RunSQL(PUBLISHED, NOT_PUBLISHED),
        migrations.RunSQL(STAY, NOT_STAY),
    ]
