// What Streamlit's own page lacks for screen readers, keyboards and German ears. Which of its issues
// that mends, and what stays: docs/barrierefreiheit.md. Runs with every page, works once a window.
(() => {
  if (window.lebenslageHilfen) { window.lebenslageHilfen(); return; }
  const GERMAN = {
    "(index)": "(Nummer der Zeile)",
    "Add files": "Weitere Datei wählen",
    "App pages": "Seiten",
    "Autosize": "Breite anpassen",
    "Clear all": "Alles abwählen",
    "Clear date": "Datum löschen",
    "Clear dates": "Zeitraum löschen",
    "Clear entry": "Eingabe löschen",
    "Clear value": "Auswahl löschen",
    "Choose date": "Datum wählen",
    "Choose date range": "Zeitraum wählen",
    "Choose an option": "Bitte wählen",
    "Choose options": "Bitte wählen",
    "Close": "Schließen",
    "Close Search": "Suche schließen",
    "Close fullscreen": "Vollbild beenden",
    "Collapse sidebar": "Menü einklappen",
    "Copied": "Kopiert",
    "Copy column name": "Namen der Spalte kopieren",
    "Copy to clipboard": "In die Zwischenablage kopieren",
    "Dataframe column menu": "Menü der Spalte",
    "Decrement": "Kleiner",
    "Dismiss": "Schließen",
    "Download as CSV": "Als CSV herunterladen",
    "Empty": "leer",
    "Expand sidebar": "Menü ausklappen",
    "file upload": "Datei wählen",
    "Fullscreen": "Vollbild",
    "Hide column": "Spalte ausblenden",
    "Increment": "Größer",
    "Link to heading": "Verweis auf diese Überschrift",
    "Main menu": "Einstellungen der Ansicht",
    "Markdown content": "Text",
    "Next month": "Nächster Monat",
    "Next Result": "Nächster Treffer",
    "Next page": "Nächste Seite",
    "No results": "Nichts gefunden",
    "Notifications": "Hinweise",
    "Open": "Öffnen",
    "Pin column": "Spalte anheften",
    "Previous month": "Voriger Monat",
    "Previous Result": "Voriger Treffer",
    "Previous page": "Vorige Seite",
    "Running...": "Wird berechnet …",
    "Scroll tabs left": "Reiter nach links schieben",
    "Scroll tabs right": "Reiter nach rechts schieben",
    "Search": "Suchen",
    "Select all": "Alle wählen",
    "Selected values": "Gewählt",
    "Show/hide columns": "Spalten ein- und ausblenden",
    "Sidebar": "Menü",
    "Sort ascending": "Aufsteigend sortieren",
    "Sort descending": "Absteigend sortieren",
    "Stop script": "Berechnung abbrechen",
    "Theme": "Darstellung",
    "Type to search": "Suchwort eingeben",
    "Unpin column": "Spalte lösen",
    "st.iframe": "Eingebetteter Inhalt",
    "streamlit_folium.st_folium": "Karte der Ortsteile",
  };
  const NAMED = ["aria-label", "aria-valuetext", "title", "placeholder"];
  const PATTERNS = [
    [/^(\d+) results?$/, "$1 Treffer"],
    [/^(\d+) of (\d+) results?$/, "$1 von $2 Treffern"],
    [/^Help for (.+)$/, "Hilfe zu $1"],
    [/^Remove (.+)$/, "$1 entfernen"],
    [/^Select (\d+) matches$/, "Alle $1 passenden wählen"],
    [/^Shortcut (.+)$/, "Tastenkürzel $1"],
    [/^day, (.+)$/, "Tag, $1"],
    [/^month, (.+)$/, "Monat, $1"],
    [/^year, (.+)$/, "Jahr, $1"],
  ];
  const german = (text) => {
    if (Object.hasOwn(GERMAN, text)) return GERMAN[text];
    for (const [pattern, words] of PATTERNS) {
      if (pattern.test(text)) return text.replace(pattern, words);
    }
    return text;
  };
  // Only what Streamlit itself names: texts of the page are German already.
  const speak = () => {
    document.documentElement.lang = "de";
    const skip = document.querySelector('[data-testid="stSkipToContent"]');
    if (skip && skip.textContent !== "Zum Inhalt springen") skip.textContent = "Zum Inhalt springen";
    // setup.py shows other words on it than it holds
    for (const button of document.querySelectorAll('[data-testid="stFileUploaderDropzone"] button')) {
      if (!button.hasAttribute("aria-label")) button.setAttribute("aria-label", "Datei wählen");
    }
    for (const name of NAMED) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        const text = element.getAttribute(name);
        const said = german(text);
        if (said !== text) element.setAttribute(name, said);
      }
    }
  };
  // Why the upload field refuses a file, told to screen readers alone; setup.py shows it to all.
  const REFUSED = /^Error: File must be (\d+)\.0MB or smaller\.$/;
  const refuse = () => {
    for (const box of document.querySelectorAll('[data-testid="stFileUploader"] [role="alert"]')) {
      const limit = box.textContent.match(REFUSED);
      if (limit) box.textContent = `Nicht angenommen: Die Datei ist größer als ${limit[1]} MB.`;
    }
  };
  // Lines that Streamlit puts into a list of choices (ours have keys of their own), and what hangs on
  // a table to edit; not its cells.
  const list = () => {
    const lines = '[role="listbox"] [role="option"]:is([data-key^="__"], :not([data-key])), '
      + '[data-testid="stDataFrameColumnMenu"], [data-testid="stDataFrameColumnVisibilityMenu"], '
      + '.gdg-search-status';
    for (const line of document.querySelectorAll(lines)) {
      const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const said = german(texts.currentNode.nodeValue);
        if (said !== texts.currentNode.nodeValue) texts.currentNode.nodeValue = said;
      }
    }
  };
  // A table is called after the heading above it and the box that folds it, or what is said before
  // it. What is drawn of a chart is hidden: its name and its table say the same in order.
  const PLACE = '[data-testid="stExpander"], [role="tabpanel"]';
  const TABLE = '[data-testid="stTable"] table, [data-testid="stDataFrame"] [role="grid"]';
  const BEFORE = 'h1, h2, h3, h4, h5, h6, [data-testid="stMarkdown"] p, '
    + '[data-testid="stCaptionContainer"] p';
  const words = (element) => element?.querySelector("p")?.textContent.trim() ?? "";
  const holds = (table) => (element) => {
    const place = element.closest(PLACE);
    return place === null || place.contains(table);
  };
  const short = (text) => (text.length > 120 ? `${text.slice(0, 120).replace(/\s\S*$/, "")} …` : text);
  const call = () => {
    for (const drawing of document.querySelectorAll(".main-svg, #js-plotly-tester")) {
      if (!drawing.hasAttribute("aria-hidden")) drawing.setAttribute("aria-hidden", "true");
    }
    const heads = [], texts = [], taken = new Set();
    for (const element of document.querySelectorAll(`[data-testid="stMain"] :is(${BEFORE}, ${TABLE})`)) {
      if (!element.matches(TABLE)) {
        (/^H/.test(element.tagName) ? heads : texts).push(element);
        continue;
      }
      const here = holds(element);
      const box = element.closest('[data-testid="stExpander"]');
      const panel = element.closest('[role="tabpanel"]');
      const head = heads.findLast(here);
      const tab = document.getElementById(panel?.getAttribute("aria-labelledby"));
      const above = panel && !panel.contains(head) ? words(tab) : head?.textContent.trim() ?? "";
      const folded = words(box?.querySelector("summary"));
      const after = (text) => here(text) && (!panel?.contains(head) || panel.contains(text))
        && (!head || head.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING);
      const said = short(texts.findLast(after)?.textContent.trim() ?? "");
      let full = [above, folded || said].filter(Boolean).join(": ") || "Tabelle";
      if (taken.has(full) && folded && said) full = `${full}: ${said}`;
      let name = full;
      for (let n = 2; taken.has(name); n += 1) name = `${full} (${n})`;
      taken.add(name);
      if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
    }
  };
  // A wide table scrolls in itself: with the arrow keys too, once it can be reached.
  const reach = () => {
    for (const box of document.querySelectorAll('[data-testid="stTable"] > div')) {
      const wide = box.scrollWidth > box.clientWidth + 1;
      const named = box.querySelector("table")?.getAttribute("aria-label") ?? "Tabelle";
      const label = `${named}, breit: mit den Pfeiltasten verschieben`;
      if (wide ? box.getAttribute("aria-label") === label : !box.hasAttribute("tabindex")) continue;
      const told = { tabindex: "0", role: "group", "aria-label": label };
      for (const [name, value] of Object.entries(told)) {
        if (wide) box.setAttribute(name, value); else box.removeAttribute(name);
      }
    }
  };
  // What was just done is told at the head of a page or of a part: whoever pressed a button further
  // down must see it.
  const told = new WeakMap();
  let news = null, since = 0;
  const show = () => {
    const boxes = '[data-testid="stAlertContentSuccess"], [data-testid="stAlertContentError"]';
    for (const box of document.querySelectorAll(boxes)) {
      const text = box.textContent;
      if (told.get(box) === text) continue;
      told.set(box, text);
      if (!box.checkVisibility()) continue;
      news = box.closest(".st-key-meldung") ?? box.closest('[data-testid="stAlert"]');
      since = Date.now();
      if (box.getBoundingClientRect().top < 0) {
        // the box to type in, to which a form has led, should stay in sight below it
        const typing = document.activeElement?.matches("input, textarea");
        box.scrollIntoView({ block: typing ? "start" : "center" });
      }
    }
  };
  // A box that a button opens stands at the end of the document: the keyboard goes on inside it.
  const entered = new WeakSet();
  const enter = () => {
    for (const box of document.querySelectorAll('[data-testid="stPopoverBody"]')) {
      const first = box.querySelector("button, input, select, textarea, a[href]");
      if (!first || entered.has(box)) continue;
      entered.add(box);
      if (!box.contains(document.activeElement)) first.focus({ preventScroll: true });
    }
  };
  // If the control that did something is gone, so is the focus: then it goes on from the message
  // about what was done. Only at first: nobody is led back later. A button that only rests while a
  // file is made gets it back.
  const AT_FIRST = 10000;
  let last = null, resting = null;
  addEventListener("focusin", (event) => { last = event.target; resting = null; });
  addEventListener("pointerdown", () => { last = resting = null; }, true);
  const rest = (changes) => {
    if (last?.disabled && changes.some((each) => each.target === last)) resting = last;
  };
  const lead = () => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    if (resting?.isConnected) {
      if (!resting.disabled) resting.focus({ preventScroll: true });
      return;
    }
    const gone = last !== null && !last.checkVisibility();
    if (!news?.isConnected || !gone || Date.now() - since > AT_FIRST) return;
    since = 0;
    news.tabIndex = -1;
    news.focus({ preventScroll: true });
  };
  // A label that grows as its slider is moved pushes it out of the window.
  let pressed = 0;
  addEventListener("keydown", () => { pressed = Date.now(); }, true);
  const keep = () => {
    const at = document.activeElement;
    if (!at?.matches('input[type="range"]') || Date.now() - pressed > 2000) return;
    if (at.getBoundingClientRect().bottom > innerHeight) at.scrollIntoView({ block: "nearest" });
  };
  let waiting = false;
  const mend = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      speak(); refuse(); list(); call(); reach(); show(); enter(); lead(); keep();
    }, 50);
  };
  window.lebenslageHilfen = mend;
  new MutationObserver((changes) => { rest(changes); mend(); }).observe(document.body, {
    childList: true, subtree: true, attributeFilter: [...NAMED, "open", "disabled"],
  });
  addEventListener("resize", mend);
  speak();
  list();
  call();
  reach();
})();
