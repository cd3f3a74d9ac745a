from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Lets each room add its audit events and duties, and listen to the rooms below."""
        from accounts import checks

        autodiscover_modules("audit")
        autodiscover_modules("receivers")
        autodiscover_modules("duties")
        autodiscover_modules("waits")
        register(checks.no_demo_in_production)
