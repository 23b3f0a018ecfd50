# lebenslage als Container: ohne Rechte, mit schreibgeschütztem Dateisystem (siehe compose.yaml).
# Was die Instanz ändert, liegt in /instanz; das Paket der Gemeinde ist der Ordner data/ beim Bauen. Ein anderes: einhängen
# und mit LEBENSLAGE_DATEN nennen, wie es in compose.yaml steht.
FROM python:3.12-slim

RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin lebenslage \
    && install -d -o lebenslage -g lebenslage -m 700 /instanz /sicherungen
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN python -m compileall -q lebenslage pages

USER 10001
ENV LEBENSLAGE_INSTANZ=/instanz \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0
VOLUME /instanz
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; base = os.environ.get('STREAMLIT_SERVER_BASE_URL_PATH', '').strip('/'); u.urlopen('http://127.0.0.1:8501/' + (base and base + '/') + '_stcore/health', timeout=4)"]
CMD ["python", "-m", "lebenslage", "start"]
