"""A funder's line may name the restriction in which its money is kept: of the same association, and of no other campaign."""

import django.db.models.deletion
from django.db import migrations, models

ITS_MONEY = """
CREATE FUNCTION aid_funder_of_its_money() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM funding_restriction r WHERE r.id = NEW.bound_to_id
          AND r.organisation_id = NEW.organisation_id
          AND (r.campaign IS NULL OR r.campaign = NEW.campaign_id)
    ) THEN
        RAISE EXCEPTION 'the money of a funder is kept by who leads the campaign, for no other campaign'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'funder_of_its_money';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER funder_of_its_money BEFORE INSERT ON aid_campaignfunder
    FOR EACH ROW WHEN (NEW.bound_to_id IS NOT NULL) EXECUTE FUNCTION aid_funder_of_its_money();
"""
ANY_MONEY = """
DROP TRIGGER funder_of_its_money ON aid_campaignfunder;
DROP FUNCTION aid_funder_of_its_money();
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0250_goods_leave_with_their_reason"), ("funding", "0002_guards")]

    operations = [
        migrations.AddField(
            "campaignfunder",
            "bound_to",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="funding.restriction",
            ),
        ),
        migrations.RunSQL(ITS_MONEY, ANY_MONEY),
    ]
