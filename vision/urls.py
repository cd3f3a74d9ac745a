from django.urls import URLPattern, path

from vision.views import editing, guest, home, review, sharing

app_name = "vision"
BASE = "o/<slug:organisation>/vision/"
urlpatterns: list[URLPattern] = [
    path(BASE, home.home, name="home"),
    path(f"{BASE}begin/", home.begin, name="begin"),
    path(f"{BASE}<uuid:pk>/", home.version, name="version"),
    path(f"{BASE}<uuid:pk>/next/", home.begin_version, name="begin-version"),
    path(f"{BASE}<uuid:pk>/pdf/", home.pdf, name="pdf"),
    path(f"{BASE}<uuid:pk>/pdf/state/", home.pdf_state, name="pdf-state"),
    path(f"{BASE}jobs/<uuid:pk>/", home.job, name="job"),
    path(f"{BASE}jobs/<uuid:pk>/file/", home.job_file, name="job-file"),
    path(f"{BASE}<uuid:pk>/edit/", editing.edit, name="edit"),
    path(f"{BASE}<uuid:pk>/edit/news/", editing.news, name="news"),
    path(f"{BASE}<uuid:pk>/details/", editing.details, name="details"),
    path(f"{BASE}parts/<uuid:pk>/", editing.save_part, name="part"),
    path(f"{BASE}parts/<uuid:pk>/kept/", editing.part_kept, name="part-kept"),
    path(f"{BASE}<uuid:pk>/items/<slug:kind>/", editing.add_item, name="add-item"),
    path(f"{BASE}items/<uuid:pk>/", editing.save_item, name="item"),
    path(f"{BASE}items/<uuid:pk>/kept/", editing.item_kept, name="item-kept"),
    path(f"{BASE}items/<uuid:pk>/place/", editing.move_item, name="item-place"),
    path(f"{BASE}items/<uuid:pk>/removal/", editing.remove_item, name="item-removal"),
    path(f"{BASE}<uuid:pk>/comments/", review.comment, name="comments"),
    path(f"{BASE}comments/<uuid:pk>/resolved/", review.resolved, name="comment-resolved"),
    path(f"{BASE}<uuid:pk>/review/", review.review, name="review"),
    path(f"{BASE}<uuid:pk>/review/asked/", review.ask_review, name="review-ask"),
    path(f"{BASE}<uuid:pk>/review/taken-back/", review.taken_back, name="review-taken-back"),
    path(f"{BASE}<uuid:pk>/review/verdict/", review.verdict, name="review-verdict"),
    path(f"{BASE}reviewers/<uuid:pk>/withdrawn/", review.review_withdrawn, name="reviewer-withdrawn"),
    path(f"{BASE}<uuid:pk>/publication/", review.publish, name="publish"),
    path(f"{BASE}<uuid:pk>/compare/", review.compare, name="compare"),
    path(f"{BASE}<uuid:pk>/share/", sharing.share, name="share"),
    path(f"{BASE}links/<uuid:pk>/renewed/", sharing.link_renewed, name="link-renewed"),
    path(f"{BASE}links/<uuid:pk>/withdrawn/", sharing.link_withdrawn, name="link-withdrawn"),
    # Without an account. The secret is in the first address only.
    path("share/<str:token>/", guest.share_open, name="share-open"),
    path("shared/<uuid:pk>/", guest.shared, name="shared"),
    path("shared/<uuid:pk>/pdf/", guest.shared_pdf, name="shared-pdf"),
    path("shared/<uuid:pk>/reaction/", guest.shared_reaction, name="shared-reaction"),
]
