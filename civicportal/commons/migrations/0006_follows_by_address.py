from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commons", "0005_partners_and_contacts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="follow",
            index=models.Index(fields=["email"], name="follows_by_address"),
        ),
    ]
