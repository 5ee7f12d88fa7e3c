"""The provider's pages: sign in with a password, the OpenID endpoints below /o/, and a front page."""

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def front_page(request: HttpRequest) -> HttpResponse:
    """Say whether this browser is signed in at the provider."""
    who = request.user.get_username() if request.user.is_authenticated else "nobody"
    return HttpResponse(f"Signed in at the provider: {who}\n", content_type="text/plain")


def named(request: HttpRequest) -> dict[str, str]:
    """What every template knows: whose site it is."""
    from local.provider.settings import SETUP  # Django reads its settings first

    return {"provider": SETUP.name}


urlpatterns = [
    path("", front_page),
    path("login/", LoginView.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
