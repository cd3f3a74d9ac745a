from django.urls import path

from accounts.views import access, audit, connections, invitation, organisation, people, undelivered

app_name = "accounts"
urlpatterns = [
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("invitation/<str:token>/account/<str:proof>/", invitation.invitation_account, name="invitation-account"),
    path("o/<slug:organisation>/profile/", people.profile, name="profile"),
    path("o/<slug:organisation>/people/", people.people, name="people"),
    path("o/<slug:organisation>/people/invite/", people.invite, name="invite"),
    path("o/<slug:organisation>/people/<uuid:pk>/", people.member, name="member"),
    path("o/<slug:organisation>/people/<uuid:pk>/end/", people.member_end, name="member-end"),
    path("o/<slug:organisation>/invitations/<uuid:pk>/renew/", people.invitation_renew, name="invitation-renew"),
    path(
        "o/<slug:organisation>/invitations/<uuid:pk>/withdraw/", people.invitation_withdraw, name="invitation-withdraw"
    ),
    path("o/<slug:organisation>/settings/", organisation.organisation, name="organisation"),
    path("o/<slug:organisation>/logos/<uuid:pk>/", organisation.logo, name="logo"),
    path("o/<slug:organisation>/accent-<str:digest>.css", organisation.accent_sheet, name="accent"),
    path("o/<slug:organisation>/side/", organisation.side, name="side"),
    path("o/<slug:organisation>/relations/", connections.connections, name="connections"),
    path("o/<slug:organisation>/relations/invite/", connections.connection_invite, name="connection-invite"),
    path("o/<slug:organisation>/relations/<uuid:pk>/", connections.connection, name="connection"),
    path("o/<slug:organisation>/relations/<uuid:pk>/notes/", connections.connection_notes, name="connection-notes"),
    path("o/<slug:organisation>/relations/<uuid:pk>/end/", connections.connection_end, name="connection-end"),
    path("o/<slug:organisation>/invitations/<uuid:pk>/claim/", access.invitation_claim, name="invitation-claim"),
    path("o/<slug:organisation>/requests/<uuid:pk>/", access.access_request, name="access-request"),
    path("o/<slug:organisation>/audit/", audit.audit, name="audit"),
    path("o/<slug:organisation>/mails/retry/", undelivered.mails_retry, name="mails-retry"),
    path("o/<slug:organisation>/mails/<uuid:pk>/retry/", undelivered.mail_retry, name="mail-retry"),
    path("o/<slug:organisation>/mails/<uuid:pk>/away/", undelivered.mail_away, name="mail-away"),
]
