from django.urls import path

from overview import views

app_name = "overview"
urlpatterns = [
    path("", views.start, name="start"),
    path("o/<slug:organisation>/", views.home, name="home"),
    path("o/<slug:organisation>/made/<uuid:pk>/away/", views.work_away, name="work-away"),
]
