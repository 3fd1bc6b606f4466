import django.db.models.deletion
from django.db import migrations, models

ORIGIN = {
    "help_text": "public thing that it carries on",
    "null": True,
    "on_delete": django.db.models.deletion.SET_NULL,
    "related_name": "+",
    "to": "commons.item",
}


class Migration(migrations.Migration):
    dependencies = [
        ("commons", "0004_voices_and_moderation"),
        ("submissions", "0001_forms_drafts_and_submissions"),
    ]

    operations = [
        migrations.AddField(model_name="draft", name="origin", field=models.ForeignKey(**ORIGIN)),
        migrations.AddField(model_name="submission", name="origin", field=models.ForeignKey(**ORIGIN)),
    ]
