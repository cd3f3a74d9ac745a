"""Addresses of suppliers and partnerships."""

from django.urls import path

from partnerships.views import agreement, ending, listing, partnership, profile, rows, start, team

app_name = "partnerships"

ROOT = "o/<slug:organisation>/"  # stands before every address
ALL = ROOT + "partnerships/"
VERSION = ROOT + "agreements/<uuid:pk>/"

urlpatterns = [
    path(ALL, listing.listing, name="list"),
    path(ALL + "propose/", partnership.propose, name="propose"),
    path(ALL + "<uuid:pk>/", partnership.home, name="home"),
    path(ALL + "<uuid:pk>/answer/", partnership.answer, name="answer"),
    path(ALL + "<uuid:pk>/withdrawal/", partnership.withdraw, name="withdraw"),
    path(ALL + "<uuid:pk>/change/", partnership.change, name="change"),
    path(ALL + "<uuid:pk>/history/", partnership.history, name="history"),
    path(ALL + "<uuid:pk>/end/", ending.end, name="end"),
    path(ALL + "<uuid:pk>/end/back/", ending.end_take_back, name="end-take-back"),
    path(ALL + "<uuid:pk>/handover/", ending.ending, name="ending"),
    path(ALL + "<uuid:pk>/handover/complete/", ending.end_complete, name="end-complete"),
    path(ALL + "<uuid:pk>/handover/alone/", ending.end_alone, name="end-alone"),
    path(ROOT + "handover/<uuid:pk>/", rows.handover_tick, name="handover-tick"),
    path(ROOT + "handover/<uuid:pk>/remove/", rows.handover_remove, name="handover-remove"),
    path(ALL + "<uuid:pk>/goals/", rows.goals, name="goals"),
    path(ROOT + "goals/<uuid:pk>/drop/", rows.goal_drop, name="goal-drop"),
    path(ALL + "<uuid:pk>/links/", rows.links, name="links"),
    path(ROOT + "links/<uuid:pk>/remove/", rows.link_remove, name="link-remove"),
    path(ALL + "<uuid:pk>/note/", rows.note, name="note"),
    path(ALL + "<uuid:pk>/team/", team.team, name="team"),
    path(ROOT + "seats/<uuid:pk>/part/", team.seat_part, name="seat-part"),
    path(ROOT + "seats/<uuid:pk>/leave/", team.seat_leave, name="seat-leave"),
    path(ALL + "<uuid:pk>/start/", start.start, name="start"),
    path(ALL + "<uuid:pk>/start/review/", start.start_review, name="start-review"),
    path(ALL + "<uuid:pk>/start/add/", start.step_add, name="step-add"),
    path(ROOT + "steps/<uuid:pk>/", start.step, name="step"),
    path(ROOT + "steps/<uuid:pk>/change/", start.step_change, name="step-change"),
    path(ROOT + "steps/<uuid:pk>/reopen/", start.step_reopen, name="step-reopen"),
    path(ALL + "<uuid:pk>/agreement/", agreement.agreement, name="agreement"),
    path(ALL + "<uuid:pk>/agreement/new/", agreement.agreement_new, name="agreement-new"),
    path(VERSION, agreement.version, name="agreement-version"),
    path(VERSION + "title/", agreement.agreement_title, name="agreement-title"),
    path(VERSION + "proposal/", agreement.proposal, name="agreement-proposal"),
    path(VERSION + "approval/", agreement.approval, name="agreement-approval"),
    path(VERSION + "back/", agreement.take_back, name="agreement-take-back"),
    path(VERSION + "discard/", agreement.discard, name="agreement-discard"),
    path(VERSION + "pdf/", agreement.pdf, name="agreement-pdf"),
    path(VERSION + "annex/", agreement.annex_add, name="annex-add"),
    path(ROOT + "agreements/sections/<uuid:pk>/", agreement.section, name="section"),
    path(ROOT + "agreements/sections/<uuid:pk>/news/", agreement.section_news, name="section-news"),
    path(ROOT + "agreements/sections/<uuid:pk>/kept/", agreement.section_kept, name="section-kept"),
    path(ROOT + "agreements/annexes/<uuid:pk>/", agreement.annex, name="annex"),
    path(ROOT + "agreements/annexes/<uuid:pk>/remove/", agreement.annex_remove, name="annex-remove"),
    path(ROOT + "agreements/jobs/<uuid:pk>/", agreement.job, name="job"),
    path(ROOT + "agreements/jobs/<uuid:pk>/file/", agreement.job_file, name="job-file"),
    path(ROOT + "suppliers/<uuid:pk>/", profile.supplier, name="supplier"),
    path(ROOT + "supplier-profile/", profile.profile, name="profile"),
    path(ROOT + "supplier-profile/facts/", profile.facts, name="profile-facts"),
    path(ROOT + "supplier-profile/texts/<uuid:pk>/", profile.text, name="profile-text"),
    path(ROOT + "certificates/<uuid:pk>/file/", profile.certificate_file, name="certificate-file"),
]
for kind in profile.KINDS:
    here = f"{ROOT}supplier-profile/{kind}/"
    urlpatterns += [
        path(here + "add/", profile.row_add, {"kind": kind}, name=f"{kind}-add"),
        path(here + "<uuid:pk>/", profile.row_change, {"kind": kind}, name=kind),
        path(here + "<uuid:pk>/remove/", profile.row_remove, {"kind": kind}, name=f"{kind}-remove"),
    ]
