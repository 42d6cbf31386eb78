"""A survey that was sent is given back: it stays, and another draft of the same institution begins with its answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE OR REPLACE FUNCTION network_guard_survey() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'a sent survey stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'a survey is a draft before it is sent' USING ERRCODE = 'check_violation';
    END IF;
    %s
    RETURN NEW;
END $$;
"""
GIVEN_BACK = """
    IF TG_OP = 'INSERT' AND NEW.corrects_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM network_institutionsurvey sent JOIN network_institution i ON i.id = sent.institution_id
            WHERE sent.id = NEW.corrects_id AND sent.sent_at IS NOT NULL AND sent.institution_id = NEW.institution_id
            AND sent.version_id = NEW.version_id AND i.organisation_id = NEW.organisation_id) THEN
        RAISE EXCEPTION 'a survey is given back by the delegation to which it was sent' USING ERRCODE = 'check_violation';
    END IF;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0040_letters_name_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="institutionsurvey",
            name="institution_survey_once",
        ),
        migrations.AddField(
            model_name="institutionsurvey",
            name="asked_again",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="institutionsurvey",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="network.institutionsurvey",
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionsurvey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True)),
                fields=("institution", "version"),
                name="institution_survey_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="institutionsurvey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_again", ""), ("corrects__isnull", True)),
                    models.Q(("corrects__isnull", False), models.Q(("asked_again", ""), _negated=True)),
                    _connector="OR",
                ),
                name="institution_survey_given_back_with_words",
            ),
        ),
        migrations.RunSQL(GUARD % GIVEN_BACK, GUARD % ""),
    ]
