from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        """Lets each room offer its next steps after a choice."""
        autodiscover_modules("steps")
