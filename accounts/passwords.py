"""Django's checks of a password, in the words of the product."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        return _("This password is too short. Use at least %(least)s characters.") % {"least": self.min_length}

    def get_help_text(self) -> str:
        return _("At least %(least)s characters; a short sentence works well.") % {"least": self.min_length}


class NotCommon(password_validation.CommonPasswordValidator):
    """Not among the twenty thousand that everybody tries first."""

    def get_error_message(self) -> str:
        return _("Many people use this password, so it is easy to guess. Choose another one.")

    def get_help_text(self) -> str:
        return ""


class NotAboutOneself(password_validation.UserAttributeSimilarityValidator):
    """Not nearly one's own name or address."""

    def get_error_message(self) -> str:
        return _("This password looks too much like your name or address. Choose another one.")

    def get_help_text(self) -> str:
        return ""
