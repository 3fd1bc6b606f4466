# The image of a city's own server: web, worker and beat are the same image with another command.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/runtime.txt /requirements.txt
RUN python -m venv /packages \
    && /packages/bin/pip install --require-hashes --only-binary :all: --requirement /requirements.txt

FROM python:3.13-slim
# One arena is enough, since Python lets one thread at a time work; glibc's own choice of eight a processor holds on to
# memory that nobody uses.
ENV PATH=/packages/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=1 \
    PORTAL_LOCAL=/portal/local MEDIA_ROOT=/portal/media
RUN useradd --system --home-dir /portal --shell /usr/sbin/nologin portal \
    && mkdir -p /portal/local /portal/media \
    && chown portal:portal /portal/local /portal/media
COPY --from=packages /packages /packages
WORKDIR /portal/program
COPY . .
# Neither step reads a secret or a database; the key is for these two commands only.
RUN python -m civicportal.messages compile \
    && SECRET_KEY=only-while-the-image-is-made python manage.py collectstatic --no-input --verbosity 0 \
    && chown -R portal:portal /portal/local
USER portal
EXPOSE 8000
VOLUME /portal/media
CMD ["gunicorn", "civicportal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--worker-class", "gthread", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
