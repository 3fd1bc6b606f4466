"""Addresses of networks, prototypes and the toolbox."""

from django.urls import URLPattern, path

from prototypes.views import groups, public, suggestions

urlpatterns: list[URLPattern] = [
    path("prototyper/", public.prototype_list, name="prototype_list"),
    path("prototyper/foresla/", suggestions.suggest, name="suggest"),
    path("prototyper/<slug:slug>/", public.prototype, name="prototype"),
    path("prototyper/<slug:slug>/logg/", public.log, name="log"),
    path("prototyper/<slug:slug>/effekt/", public.effects, name="effects"),
    path("prototyper/<slug:slug>/gruppen/<int:number>/", groups.group, name="group"),
    path("prototyper/<slug:slug>/gruppen/<int:number>/tack/", groups.joined, name="group_joined"),
    path("prototyper/<slug:slug>/gruppen/<int:number>/lamna/", groups.leave, name="group_leave"),
    path("prototyper/<slug:slug>/gruppen/<int:number>/lamnad/", groups.left, name="group_left"),
    path("natverk/<slug:slug>/", public.network, name="network"),
    path("verktyg/", public.method_list, name="method_list"),
    path("verktyg/<slug:slug>/", public.method, name="method"),
    path("mitt/prototypforslag/<str:reference>/", suggestions.suggestion, name="suggestion"),
]
