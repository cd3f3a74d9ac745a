"""How any room shows its long work. Not in any list of addresses: files have no door of their own.

    @require_GET
    def job(request, pk):                      # name it in the kind's `page`
        job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
        return show_job(request, job, crumbs=[{"label": …, "url": …}])

    @require_GET
    def job_file(request, pk):                 # name it in the kind's `file`
        return send_result(get_object_or_404(Job.objects.visible_to(request.member), pk=pk))

A room whose objects are not for everybody in the organisation asks for the object's door first.
"""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from documents.attachments import serve
from documents.jobs import KINDS, mark_seen, mark_taken
from documents.models import Job, Rendering


def job_context(request: Any, job: Job) -> dict[str, Any]:
    """What templates/parts/job.html takes: the job, its title and its addresses."""
    kind = KINDS[job.kind]
    member = request.member
    page = member.url(kind.page, pk=job.object_id if kind.of_object else job.pk)
    about = job.parameters.get("about")
    title = f"{kind.title}: {about}" if about else kind.title
    return {
        "job": job,
        "title": title,
        "label": title,
        "url": page,
        "page_url": page if kind.of_object else "",
        "result_url": member.url(kind.file, pk=job.pk) if job.result_id and kind.file else "",
    }


def show_job(request: HttpRequest, job: Job, crumbs: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """The page of a job, with the way back to what it is about; or the part alone for htmx.

    Who waits on the page gets the file without another click, once: what was taken is not taken again.
    """
    context = job_context(request, job)
    context["starts"] = bool(context["result_url"]) and job.seen_at is None and _waits_here(request)
    if job.state == Job.State.FAILED or (job.state == Job.State.DONE and not job.result_id):
        mark_seen(job)
    htmx = getattr(request, "htmx", None)
    name = "parts/job.html" if htmx and not htmx.boosted else "documents/job.html"
    return render(request, name, {**context, "crumbs": crumbs})


def _waits_here(request: Any) -> bool:
    """Whether the job has the page to itself: elsewhere, as in the overview, somebody reads something else."""
    htmx = getattr(request, "htmx", None)
    return not htmx or htmx.current_url_abs_path == request.path


def send_result(job: Job) -> FileResponse:
    """The file that the job made; 404 until there is one."""
    if job.result is None:
        raise Http404
    mark_seen(job)
    return serve(job.result)


def send_made(made: Rendering, member: Any) -> FileResponse:
    """A file that belongs to an object by now, to a member; call it behind the door of the object."""
    mark_taken(made, member)
    return serve(made)
