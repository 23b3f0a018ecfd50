// The blocks of a deck in their order: dragged with the mouse, moved with buttons or the keyboard.
export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const list = parentElement.querySelector("ol");
  const told = parentElement.querySelector(".gesagt");
  let dragged = -1;

  const move = (from, to) => {
    if (to < 0 || to >= data.zeilen.length || from === to) return;
    list.focusOn = to;
    told.textContent = `${data.zeilen[from].name}: jetzt Folie ${to + 1} von ${data.zeilen.length}`;
    setTriggerValue("tat", { art: "schieben", von: from, nach: to });
  };
  const button = (text, label, act, off = false) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.title = label;
    made.disabled = off;
    made.onclick = act;
    return made;
  };
  const rows = data.zeilen.map((row, place) => {
    const line = document.createElement("li");
    line.draggable = true;
    if (place === data.gewaehlt) line.classList.add("gewaehlt");
    const name = document.createElement("button");
    name.type = "button";
    name.className = "name";
    name.setAttribute("aria-pressed", String(place === data.gewaehlt));
    const kind = document.createElement("span");
    kind.className = "art";
    kind.textContent = `${place + 1}. ${row.art}`;
    const text = document.createElement("span");
    text.textContent = row.name;
    name.append(kind, text);
    name.onclick = () => { list.focusOn = place; setTriggerValue("tat", { art: "waehlen", von: place }); };
    name.onkeydown = (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step && event.altKey) { event.preventDefault(); move(place, place + step); }
      if (event.key === "Delete") setTriggerValue("tat", { art: "entfernen", von: place });
    };
    line.append(
      name,
      button("↑", `Folie ${place + 1} nach oben`, () => move(place, place - 1), place === 0),
      button("↓", `Folie ${place + 1} nach unten`, () => move(place, place + 1),
        place === data.zeilen.length - 1),
      button("×", `Folie ${place + 1} entfernen`,
        () => setTriggerValue("tat", { art: "entfernen", von: place })),
    );
    line.ondragstart = (event) => { dragged = place; event.dataTransfer.effectAllowed = "move"; };
    line.ondragover = (event) => { event.preventDefault(); line.classList.add("ziel"); };
    line.ondragleave = () => line.classList.remove("ziel");
    line.ondrop = (event) => {
      event.preventDefault();
      line.classList.remove("ziel");
      if (dragged >= 0) move(dragged, place);
    };
    return line;
  });
  list.replaceChildren(...rows);
  if (list.focusOn !== undefined) {
    list.children[Math.min(list.focusOn, rows.length - 1)]?.querySelector(".name").focus();
    list.focusOn = undefined;
  }
}
