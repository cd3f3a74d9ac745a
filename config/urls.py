"""All addresses. Pages of an organisation stand under /o/<organisation>/."""

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language

import accounts.urls
import meetings.urls
import notifications.urls
import overview.urls
import partnerships.urls
import services.urls
import vision.urls
from accounts.allauth import refusing
from common import views as common
from config import health

# Only these of django-allauth: nobody signs up by themselves, and addresses are proven by invitation.
sign_in = [
    path("login/", refusing(allauth.login), name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("again/", refusing(allauth.reauthenticate), name="account_reauthenticate"),
    path("password/change/", refusing(allauth.password_change), name="account_change_password"),
    path("password/reset/", refusing(allauth.password_reset), name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        refusing(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]

ROOMS = (accounts.urls, services.urls, vision.urls, partnerships.urls, meetings.urls, overview.urls)

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include(sign_in)),
    path("language/", login_not_required(set_language), name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("healthz/all", health.healthz_all, name="healthz-all"),
    path("styleguide/", common.styleguide, name="styleguide"),
    path("", include(notifications.urls)),
    *(path("", include(room)) for room in ROOMS),
]

handler400 = "common.views.bad_request"
handler500 = "common.views.server_error"
