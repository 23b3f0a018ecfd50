// Bar below a slide: buttons, keys of keyboard and clicker, full screen. Texts come from the page.
const KEYS = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1,
  ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
};

function typing(event) {
  const field = event.composedPath()[0];
  if (!(field instanceof HTMLElement)) return false;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) || field.isContentEditable) return true;
  return (event.key === " " || event.key === "Enter") && /^(BUTTON|A|SUMMARY)$/.test(field.tagName);
}

function fit() {
  const slide = document.querySelector(".stMainBlockContainer");
  if (slide) slide.style.zoom = Math.max(1, Math.min(innerWidth / 1280, innerHeight / 720));
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const bar = parentElement.querySelector(".leiste");
  // what was asked for counts, not what has arrived: three quick presses are three slides
  const kept = (bar.kept ??= { wanted: data.folie });
  if (kept.seen !== data.stand) { kept.wanted = data.folie; kept.seen = data.stand; }
  const go = (folie) => {
    const next = Math.min(Math.max(folie, 1), data.anzahl);
    if (next === kept.wanted) return;
    kept.wanted = next;
    setTriggerValue("tat", { art: "folie", folie: next });
  };
  const leave = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    setTriggerValue("tat", { art: "ende" });
  };
  const whole = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  };
  const button = (name) => parentElement.querySelector(`[data-tat="${name}"]`);
  button("zurueck").onclick = () => go(kept.wanted - 1);
  button("weiter").onclick = () => go(kept.wanted + 1);
  button("ganz").onclick = whole;
  button("ende").onclick = leave;
  button("zurueck").setAttribute("aria-disabled", String(data.folie <= 1));
  button("weiter").setAttribute("aria-disabled", String(data.folie >= data.anzahl));
  parentElement.querySelector(".stelle").textContent = `Folie ${data.folie} von ${data.anzahl}`;
  const choice = parentElement.querySelector(".ort");
  const select = choice.querySelector("select");
  choice.hidden = data.orte.length === 0;
  select.replaceChildren(...data.orte.map(([key, name]) => new Option(name, key)));
  select.value = data.ort;
  select.onchange = () => setTriggerValue("tat", { art: "ort", ort: select.value, folie: kept.wanted });
  const press = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return leave();
    if (typing(event)) return;
    if (event.key in KEYS) go(kept.wanted + KEYS[event.key]);
    else if (event.key === "Home") go(1);
    else if (event.key === "End") go(data.anzahl);
    else if (event.key === "f" || event.key === "F") whole();
    else return;
    event.preventDefault();
  };
  if (kept.press) removeEventListener("keydown", kept.press, true);
  kept.press = press;
  addEventListener("keydown", press, true);
  addEventListener("resize", fit);
  fit();
  return () => {
    removeEventListener("keydown", press, true);
    removeEventListener("resize", fit);
    const slide = document.querySelector(".stMainBlockContainer");
    if (slide) slide.style.zoom = "";
  };
}
