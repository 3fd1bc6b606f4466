"""Each criterion has a scale of its own, of two to seven scores."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("review", "0002_stages_and_pitches"),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint(
            model_name="anchor",
            name="an_anchor_is_1_to_5",
        ),
        migrations.RemoveConstraint(
            model_name="score",
            name="a_score_is_1_to_5",
        ),
        migrations.AddField(
            model_name="criterion",
            name="highest",
            field=models.PositiveSmallIntegerField(default=5, verbose_name="highest score"),
        ),
        migrations.AddConstraint(
            model_name="anchor",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__range", (1, 7))), name="an_anchor_is_of_a_scale"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("highest__range", (2, 7))), name="a_scale_has_two_to_seven"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__isnull", True), ("value__range", (1, 7)), _connector="OR"),
                name="a_score_is_of_a_scale",
            ),
        ),
    ]
