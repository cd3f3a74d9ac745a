from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0009_delivery_unknown"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contactmoment",
            name="evidence",
            field=models.CharField(
                choices=[("assumption", "assumption"), ("talks", "a few conversations"), ("measured", "measured")],
                default="assumption",
                max_length=10,
                verbose_name="evidence",
            ),
        ),
    ]
