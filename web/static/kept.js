"use strict";

// The working list: kept documents and their notes, in the storage of this browser alone.
const keptList = (() => {
  const settings = document.getElementById("kept-message");
  const key = `kept:${settings.dataset.root}`;
  const most = Number(settings.dataset.most);
  const fields = ["id", "title", "source", "author", "date", "url", "query", "snippet", "note", "kept"];
  const listeners = [];
  let unstored = null; // the list of this page alone, where the browser blocks storage

  const report = (name) => { settings.textContent = settings.dataset[name] || ""; };

  // Text of other programs, or of another version, may be in the storage: what can be read is kept.
  const readable = (entry) => {
    if (entry === null || typeof entry !== "object" || typeof entry.id !== "string" || !entry.id) {
      return null;
    }
    return Object.fromEntries(fields.map((name) => [name, typeof entry[name] === "string" ? entry[name] : ""]));
  };

  const readableAll = (entries) => {
    const found = new Map();
    entries.map(readable).forEach((entry) => {
      if (entry && !found.has(entry.id)) {
        found.set(entry.id, entry);
      }
    });
    return [...found.values()];
  };

  const parse = (text) => {
    let entries = [];
    try {
      const data = JSON.parse(text);
      entries = Array.isArray(data.documents) ? data.documents : [];
      const kept = readableAll(entries);
      return [kept.slice(0, most), kept.length === data.documents.length && kept.length <= most];
    } catch {
      return [readableAll(entries), false];
    }
  };

  const read = () => {
    if (unstored) {
      return unstored;
    }
    let text = null;
    try {
      text = localStorage.getItem(key);
    } catch {
      unstored = [];
      return unstored;
    }
    if (text === null) {
      return [];
    }
    const [documents, whole] = parse(text);
    if (!whole) {
      try {
        localStorage.setItem(`${key}:damaged`, text);
        localStorage.setItem(key, JSON.stringify({ documents }));
      } catch {
        // The damaged text stays where it is.
      }
      report("damaged");
    }
    return documents;
  };

  const notify = () => listeners.forEach((listener) => listener(read()));

  // Every change begins with what is stored now: another tab may have written since.
  const change = (changed) => {
    report("");
    const before = read();
    const documents = changed(before);
    if (documents.length > most && documents.length > before.length) {
      report("tooMany");
      return false;
    }
    if (unstored) {
      unstored = documents;
      report("blocked");
      notify();
      return true;
    }
    try {
      localStorage.setItem(key, JSON.stringify({ documents }));
    } catch {
      report("full");
      notify();
      return false;
    }
    notify();
    return true;
  };

  const listen = (listener) => {
    listeners.push(listener);
    listener(read());
  };

  window.addEventListener("storage", (event) => {
    if (event.key === key || event.key === null) {
      notify();
    }
  });
  // A page that comes back from the history may be older than the list.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      notify();
    }
  });

  return { change, listen, read, readable, report, most, isBlocked: () => Boolean(unstored) };
})();

keptList.listen((documents) => {
  document.querySelectorAll("[data-kept-count]").forEach((place) => {
    place.textContent = documents.length ? ` (${documents.length})` : "";
  });
});

// Buttons that keep a document, beside every hit and on the page of a document.
const keepTemplate = document.getElementById("keep-button");
const keepable = keepTemplate ? [...document.querySelectorAll("[data-keep]")] : [];

const oneLine = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

// Ids may have any characters: the page has them as addresses do.
const idOf = (element) => decodeURIComponent(element.dataset.keep);

const describe = (element) => {
  const time = element.querySelector(".meta time");
  const snippet = oneLine(element.querySelector(".snippet"));
  const beginning = document.querySelector('meta[name="citation_abstract"]');
  return keptList.readable({
    id: idOf(element),
    title: oneLine(element.querySelector("h1, h2")),
    source: oneLine(element.querySelector(".meta .source")),
    date: time ? time.dateTime : "",
    query: new URLSearchParams(location.search).get("q") || "",
    snippet: (snippet || (beginning ? beginning.content : "")).slice(0, 1000),
    kept: new Date().toISOString(),
  });
};

// What was removed on this page, so that pressing the button again brings its note back.
const removedHere = new Map();

const toggleKept = (element) => {
  const keep = idOf(element);
  const kept = keptList.read().find(({ id }) => id === keep);
  if (!kept) {
    keptList.change((documents) => [...documents, removedHere.get(keep) || describe(element)]);
    return;
  }
  removedHere.set(keep, kept);
  if (keptList.change((documents) => documents.filter(({ id }) => id !== keep)) && kept.note) {
    keptList.report("removedNote");
  }
};

keepable.forEach((element, index) => {
  const heading = element.querySelector("h1, h2");
  const item = keepTemplate.content.firstElementChild.cloneNode(true);
  const button = item.querySelector("button");
  button.id = `keep-${index + 1}`;
  heading.id = heading.id || "document-title";
  button.setAttribute("aria-labelledby", `${button.id} ${heading.id}`);
  button.addEventListener("click", () => toggleKept(element));
  const before = element.querySelector(".explain-link, header > :last-child");
  before.after(item);
});

if (keepable.length) {
  keptList.listen((documents) => {
    const kept = new Set(documents.map(({ id }) => id));
    keepable.forEach((element) => {
      element.querySelector(".keep button").setAttribute("aria-pressed", String(kept.has(idOf(element))));
    });
  });
  document.addEventListener("keydown", (event) => {
    const inControl = event.target.closest("input, textarea, select, [contenteditable], [role=listbox]");
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    // On a page of results it is the hit that has the focus, on a document page the document.
    const element = document.activeElement.closest("[data-keep]") || (keepable.length === 1 && document.querySelector("article[data-keep]"));
    if (event.code === "KeyL" && element && !inControl && !modified && singleKeys && !event.repeat) {
      event.preventDefault();
      toggleKept(element);
    }
  });
}

// Between the hits of a search, on the page of one.
const turns = document.querySelector(".hit-turns");
if (turns) {
  document.addEventListener("keydown", (event) => {
    const inControl = event.target.closest("input, textarea, select, [contenteditable], [role=listbox]");
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    const rel = { KeyJ: "next", KeyK: "prev" }[event.code];
    const link = rel && turns.querySelector(`[rel=${rel}]`);
    if (link && !inControl && !modified && singleKeys) {
      event.preventDefault();
      link.click();
    }
  });
}
