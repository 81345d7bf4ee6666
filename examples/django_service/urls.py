"""Where requests go."""

from __future__ import annotations

import views
from django.urls import path

import backstay.django

urlpatterns = [
    path("pay", views.pay),
    path("pay/<policy>", views.pay),
    path("price", views.price),
    path("events", views.events),
    path("metrics", backstay.django.metrics_view),
]
