"""Addresses of the actions and of the agendas that they serve."""

from django.urls import path

from . import feeds, views
from .views import draft, draft_files, files, paper, review, secretariat, steps, translations, versions, workspace

app_name = "practices"
urlpatterns = [
    path("practices/", views.browse, name="browse"),
    path("practices/complete/", views.complete, name="complete"),
    path("practices/feed/", feeds.feed, name="feed"),
    path("practices/files/images/<int:pk>/<slug:size>/", files.image, name="image"),
    path("practices/files/attachments/<int:pk>/", files.attachment, name="attachment"),
    path("practices/<slug:code>/", views.detail, name="short"),
    path("practices/<slug:code>/confirm/<str:token>/", workspace.confirm_by_mail, name="confirm"),
    path("practices/<slug:code>/<slug:slug>/", views.detail, name="detail"),
    path("practices/<slug:code>/<slug:slug>/versions/", versions.versions, name="versions"),
    path("practices/<slug:code>/<slug:slug>/versions/<int:number>/", versions.version, name="version"),
    path(
        "practices/<slug:code>/<slug:slug>/versions/<int:number>/changes/",
        versions.version_changes,
        name="version-changes",
    ),
    path("about/submit/", paper.guide, name="submit-guide"),
    path("about/submit/form/", paper.blank_page, name="blank-form"),
    path("about/submit/form.docx", paper.blank_document, name="blank-document"),
    path("workspace/", workspace.workspace, name="workspace"),
    path("workspace/start/", workspace.start, name="start"),
    path("workspace/notices/", workspace.read_notices, name="read-notices"),
    path("workspace/names/<slug:kind>/", workspace.offered_names, name="names"),
    path("workspace/<int:pk>/", draft.draft, name="draft"),
    path("workspace/<int:pk>/check/", draft.check, name="check"),
    path("workspace/<int:pk>/submitted/", draft.submitted, name="submitted"),
    path("workspace/<int:pk>/preview/", draft.preview, name="preview"),
    path("workspace/<int:pk>/document/", paper.draft_document, name="draft-document"),
    path("workspace/<int:pk>/withdraw/", workspace.withdraw, name="withdraw"),
    path("workspace/<int:pk>/step/<slug:name>/", workspace.step, name="step"),
    path("workspace/<int:pk>/remarks/<int:remark>/", draft.answer_remark, name="answer-remark"),
    path("workspace/<int:pk>/files/", draft_files.files, name="draft-files"),
    path("workspace/<int:pk>/files/<slug:kind>/<int:file>/", draft_files.file, name="draft-file"),
    path("workspace/<int:pk>/form/<slug:name>/", draft.section, name="section"),
    path("review/", review.waiting, name="review"),
    path("review/bulk/", review.bulk, name="review-bulk"),
    path("review/dashboard/", secretariat.dashboard, name="dashboard"),
    path("review/translations/", translations.table, name="translations"),
    path("review/translations/<int:pk>/<slug:language>/", translations.edit, name="translation"),
    path("review/<int:pk>/", review.one, name="review-one"),
    path("review/<int:pk>/changes/", review.changes, name="review-changes"),
    path("review/<int:pk>/beside/", review.beside, name="review-beside"),
    path("review/<int:pk>/remind/", steps.remind, name="review-remind"),
    path("review/<int:pk>/remarks/", steps.remark, name="review-remark"),
    path("review/<int:pk>/remarks/<int:remark>/drop/", steps.drop_remark, name="review-drop-remark"),
    path("review/<int:pk>/remarks/<int:remark>/resolve/", steps.resolve_remark, name="review-resolve-remark"),
    path("review/<int:pk>/rubric/", steps.rubric, name="review-rubric"),
    path("review/<int:pk>/step/<slug:name>/", steps.step, name="review-step"),
    path("agendas/<slug:agenda>/", views.agenda, name="agenda"),
    path("agendas/<slug:agenda>/<slug:code>/", views.objective, name="objective"),
]
