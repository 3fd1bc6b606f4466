"""Addresses of networks, prototypes and the toolbox."""

from django.urls import URLPattern, URLResolver, include, path

from prototypes.views import groups, public, suggestions

of_prototypes = [
    path("", public.prototype_list, name="prototype_list"),
    path("foresla/", suggestions.suggest, name="suggest"),
    path("<slug:slug>/", public.prototype, name="prototype"),
    path("<slug:slug>/logg/", public.log, name="log"),
    path("<slug:slug>/effekt/", public.effects, name="effects"),
    path("<slug:slug>/gruppen/<int:number>/", groups.group, name="group"),
    path("<slug:slug>/gruppen/<int:number>/tack/", groups.joined, name="group_joined"),
    path("<slug:slug>/gruppen/<int:number>/lamna/", groups.leave, name="group_leave"),
    path("<slug:slug>/gruppen/<int:number>/lamnad/", groups.left, name="group_left"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("prototyper/", include(of_prototypes)),
    path("natverk/<slug:slug>/", public.network, name="network"),
    path("verktyg/", public.method_list, name="method_list"),
    path("verktyg/<slug:slug>/", public.method, name="method"),
    path("mitt/prototypforslag/<str:reference>/", suggestions.suggestion, name="suggestion"),
]
