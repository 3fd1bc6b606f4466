"""What decisions say, and protocols."""

from typing import ClassVar

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import civicportal.kernel.dates


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0002_people_and_units"),
        ("people", "0001_people_and_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Protocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160, verbose_name="meeting")),
                ("held_on", models.DateField(default=civicportal.kernel.dates.today, verbose_name="day")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                (
                    "others",
                    models.TextField(blank=True, help_text="One a line, with function", verbose_name="others present"),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("version", models.PositiveIntegerField(default=0)),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed")),
                ("facts", models.JSONField(blank=True, editable=False, null=True)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "present",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="present"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocols",
                        to="people.organisation",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "protocol",
                "verbose_name_plural": "protocols",
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ProtocolItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minuted", to="cases.case"
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="cases.protocol"
                    ),
                ),
            ],
            options={
                "verbose_name": "item of a protocol",
                "verbose_name_plural": "items of protocols",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("protocol", "case"), name="a_case_stands_once_in_a_protocol")
                ],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="by_criterion",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="pairs of the criterion's name and the reason",
                verbose_name="reason per criterion",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="next_url",
            field=models.CharField(blank=True, max_length=300, verbose_name="address of the next step"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protocol",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_is_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.signed_at IS NOT NULL)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="802f12b38854df506adbb100b9231cb610b186a5",
                    operation="UPDATE",
                    pgid="pgtrigger_signed_is_final_c56e7",
                    table="cases_protocol",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protocol",
            trigger=pgtrigger.compiler.Trigger(
                name="protocol_never_removed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6295448caf87925a09afd74a49ae3409f50eb6aa",
                    operation="DELETE",
                    pgid="pgtrigger_protocol_never_removed_984fc",
                    table="cases_protocol",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="protocolitem",
            trigger=pgtrigger.compiler.Trigger(
                name="item_never_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9fbcfa25d8238ae748da6437d6d17ca5ac20a1f1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_item_never_changed_e37fa",
                    table="cases_protocolitem",
                    when="BEFORE",
                ),
            ),
        ),
    ]
