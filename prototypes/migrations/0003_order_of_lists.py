import datetime

import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commons", "0006_follows_by_address"),
        ("files", "0002_who_uploaded"),
        ("people", "0001_people_and_roles"),
        ("places", "0001_city_and_districts"),
        ("prototypes", "0002_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="prototype",
            name="standing",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(state="active", then=models.Value(0)),
                    models.When(state="in_progress", then=models.Value(1)),
                    models.When(state="paused", then=models.Value(2)),
                    models.When(state="ended", then=models.Value(3)),
                    default=models.Value(4),
                ),
                output_field=models.PositiveSmallIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="groupmember",
            index=models.Index(fields=["email"], name="members_by_address"),
        ),
        migrations.AddIndex(
            model_name="prototype",
            index=models.Index(fields=["standing", "-since", "-id"], name="prototypes_by_standing"),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(fields=["email"], name="sign_ups_by_address"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ends_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_at"), "+", models.Value(datetime.timedelta(days=1))
                        ),
                    )
                ),
                name="a_meeting_ends_within_a_day",
            ),
        ),
    ]
