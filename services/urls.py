from django.urls import URLPattern, path

from services.views import assessments, catalogue, choices, exports, imports, locations, scoring

app_name = "services"

BASE = "o/<slug:organisation>/services/"

urlpatterns: list[URLPattern] = [
    path(BASE, catalogue.list_services, name="list"),
    path(BASE + "new/", catalogue.new, name="new"),
    path(BASE + "starter/", catalogue.starter, name="starter"),
    path(BASE + "figures/", catalogue.figures, name="figures"),
    path(BASE + "export/", exports.export, name="export"),
    path(BASE + "import/", imports.imports, name="imports"),
    path(BASE + "import/example/", imports.empty, name="import-example"),
    path(BASE + "import/<uuid:pk>/", imports.show, name="import"),
    path(BASE + "import/<uuid:pk>/columns/", imports.columns, name="import-columns"),
    path(BASE + "import/<uuid:pk>/again/", imports.again, name="import-again"),
    path(BASE + "import/<uuid:pk>/apply/", imports.apply, name="import-apply"),
    path(BASE + "import/<uuid:pk>/removal/", imports.remove, name="import-remove"),
    path(BASE + "import/<uuid:pk>/file/", imports.file, name="import-file"),
    path(BASE + "import/<uuid:pk>/wrong/", imports.wrong, name="import-wrong"),
    path(BASE + "jobs/<uuid:pk>/", exports.job, name="job"),
    path(BASE + "jobs/<uuid:pk>/file/", exports.job_file, name="job-file"),
    path(BASE + "locations/", locations.list_locations, name="locations"),
    path(BASE + "locations/<uuid:pk>/", locations.edit_location, name="location"),
    path(BASE + "locations/<uuid:pk>/archive/", locations.archive_location, name="location-archive"),
    path(BASE + "locations/<uuid:pk>/restore/", locations.restore_location, name="location-restore"),
    path(BASE + "rounds/", assessments.list_assessments, name="assessments"),
    path(BASE + "rounds/new/", assessments.new_assessment, name="assessment-new"),
    path(BASE + "rounds/<uuid:pk>/", assessments.assessment, name="assessment"),
    path(BASE + "rounds/<uuid:pk>/edit/", assessments.edit_assessment, name="assessment-edit"),
    path(BASE + "rounds/<uuid:pk>/criteria/", assessments.criteria, name="criteria"),
    path(BASE + "rounds/<uuid:pk>/deletion/", assessments.delete_assessment, name="assessment-delete"),
    path(BASE + "rounds/<uuid:pk>/opening/", assessments.open_round, name="assessment-open"),
    path(BASE + "rounds/<uuid:pk>/closing/", assessments.close_round, name="assessment-close"),
    path(BASE + "rounds/<uuid:pk>/decision/", assessments.decide_round, name="assessment-decide"),
    path(BASE + "rounds/<uuid:pk>/services/<uuid:assessed>/", assessments.assessed_service, name="assessed"),
    path(BASE + "rounds/<uuid:pk>/score/", scoring.score, name="score"),
    path(BASE + "rounds/<uuid:pk>/score/finish/", scoring.finish, name="score-finish"),
    path(BASE + "rounds/<uuid:pk>/score/<uuid:assessed>/", scoring.score_service, name="score-service"),
    path(BASE + "<uuid:pk>/", catalogue.detail, name="detail"),
    path(BASE + "<uuid:pk>/choice/", choices.choose, name="choose"),
    path(BASE + "<uuid:pk>/edit/", catalogue.edit, name="edit"),
    path(BASE + "<uuid:pk>/archive/", catalogue.archive, name="archive"),
    path(BASE + "<uuid:pk>/restore/", catalogue.restore, name="restore"),
]
