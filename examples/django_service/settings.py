"""Django settings, as few as a service without a database needs."""

from __future__ import annotations

import os

SECRET_KEY = "only for the example"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "urls"
USE_TZ = True
INSTALLED_APPS: list[str] = []
MIDDLEWARE = [
    "views.name_the_worker",
    "backstay.django.BackstayMiddleware",  # answers rejections with 503, 504 or 429
]
BACKSTAY = {"config": os.environ["BACKSTAY_CONFIG"]}
