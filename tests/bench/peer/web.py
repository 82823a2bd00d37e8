"""The peer over HTTP: a step by POST with a token, as the product's API has it, and whether it is ready."""

import json
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

application = get_wsgi_application()


@csrf_exempt
def act(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a step in a case."""
    from peer.acts import Late, take
    from peer.models import Case, Mandate

    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    mandate, case = Mandate.objects.filter(token=token).first(), Case.objects.filter(ref=ref).first()
    if mandate is None or case is None:
        return JsonResponse({}, status=404)
    asked: dict[str, Any] = json.loads(request.body)
    try:
        key = request.headers["Idempotency-Key"]
        n = take(case.pk, asked["step"], mandate.pk, asked["filing"], key, timezone.now())
    except Late as late:
        return JsonResponse({"state": str(late)}, status=409)
    return JsonResponse({"n": n}, status=201)


def ready(_request: HttpRequest) -> HttpResponse:
    """Say that it can serve."""
    return HttpResponse("ready")


urlpatterns = [path("api/v1/cases/<str:ref>/acts", act), path("readyz", ready)]
