from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<int:number>/", views.mailbox_mail, name="mailbox-mail"),
    path("mailbox/<int:number>/html/", views.mailbox_html, name="mailbox-html"),
    path("mailbox/<int:number>/file/<int:place>/", views.mailbox_file, name="mailbox-file"),
]
