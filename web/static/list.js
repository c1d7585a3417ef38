"use strict";

// The page of the working list: order, notes, removal, files. The list itself is that of kept.js.
const page = document.getElementById("list");
const texts = page.dataset;
const items = document.getElementById("kept-documents");
const itemTemplate = document.getElementById("kept-document");
const statusLine = document.getElementById("kept-status");
const undoLine = document.getElementById("undo");
const undoButton = undoLine.querySelector("button");
const confirmation = document.getElementById("confirm");
const importField = document.getElementById("import");

const known = {}; // what the archive has of the documents, by id
const asked = new Set(); // the ids that it was asked for
const answered = new Set();
let undoable = []; // removed documents, each with its place

const say = (...parts) => { statusLine.textContent = parts.join(" "); };

// Placeholders of addresses that the server made, with the language of the page.
const documentAddress = ({ id, query }) => {
  const address = new URL(texts.document.replace("0id0", () => encodeURIComponent(id)), location.href);
  if (query) {
    address.searchParams.set("q", query);
  }
  return address.href;
};
const searchAddress = (query) => texts.search.replace("0q0", () => encodeURIComponent(query));

const itemOf = (id) => [...items.children].find((item) => item.dataset.id === id);

const makeItem = ({ id }) => {
  const item = itemTemplate.content.firstElementChild.cloneNode(true);
  const name = `kept-${items.dataset.made = Number(items.dataset.made || 0) + 1}`;
  item.dataset.id = id;
  item.querySelector("h2").id = name;
  item.querySelectorAll("button").forEach((button, index) => {
    button.id = `${name}-button-${index}`;
    button.setAttribute("aria-labelledby", `${button.id} ${name}`);
  });
  const note = item.querySelector("textarea");
  const label = item.querySelector("label");
  note.id = `${name}-note`;
  label.htmlFor = note.id;
  label.textContent = document.getElementById("note-label").textContent;
  return item;
};

const setText = (element, text) => {
  element.hidden = !text;
  element.textContent = text;
};

const fillItem = (item, entry, index, count) => {
  const current = known[entry.id];
  const shown = { ...entry, ...current };
  const title = item.querySelector("h2 a");
  title.textContent = shown.title.trim() || texts.untitled;
  const isGone = answered.has(entry.id) && !current;
  item.querySelector(".gone").hidden = !isGone;
  if (isGone) {
    title.removeAttribute("href");
  } else {
    title.href = documentAddress(entry);
  }
  const meta = [shown.source, shown.day || shown.date, shown.author].filter((part) => part);
  item.querySelector(".meta").replaceChildren(...meta.map((part) => {
    const value = document.createElement("bdi");
    value.textContent = part;
    return value;
  }));
  const address = item.querySelector(".address");
  const isWeb = /^https?:\/\//i.test(shown.url);
  address.hidden = !isWeb;
  if (isWeb) {
    address.querySelector("a").href = shown.url;
    address.querySelector("a").textContent = shown.url;
  }
  setText(item.querySelector(".snippet"), entry.snippet);
  const found = item.querySelector(".found-with");
  found.hidden = !entry.query;
  found.querySelector("a").textContent = entry.query;
  found.querySelector("a").href = searchAddress(entry.query);
  const note = item.querySelector("textarea");
  if (note !== document.activeElement && note.value !== entry.note) {
    note.value = entry.note;
  }
  item.querySelector('[data-by="-1"]').disabled = index === 0;
  item.querySelector('[data-by="1"]').disabled = index === count - 1;
};

// Items are reused, so that the focus and a note that is being typed stay where they are.
const showList = (documents) => {
  const wanted = documents.map((entry) => itemOf(entry.id) || makeItem(entry));
  [...items.children].filter((item) => !wanted.includes(item)).forEach((item) => item.remove());
  wanted.forEach((item, index) => {
    if (items.children[index] !== item) {
      items.insertBefore(item, items.children[index] || null);
    }
  });
  documents.forEach((entry, index) => fillItem(wanted[index], entry, index, documents.length));
  document.getElementById("kept-total").textContent = documents.length;
  document.getElementById("kept-none").hidden = documents.length > 0;
  document.getElementById("exports").hidden = documents.length === 0;
  document.getElementById("clear").hidden = documents.length === 0;
};

const post = (address, body, parameters = {}) => {
  const url = new URL(address, location.href);
  Object.entries(parameters).forEach(([name, value]) => url.searchParams.set(name, value));
  return fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
};

// The archive may have changed since a document was kept: its fields are asked for once.
const askArchive = async (documents) => {
  const ids = documents.map(({ id }) => id).filter((id) => !asked.has(id));
  if (!ids.length) {
    return;
  }
  ids.forEach((id) => asked.add(id));
  try {
    const answer = await post(texts.documents, { ids });
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    Object.assign(known, (await answer.json()).documents);
    ids.forEach((id) => answered.add(id));
  } catch {
    say(texts.unknown);
    return;
  }
  const isOld = (entry) => fieldsOf(known[entry.id]).some(([name, value]) => entry[name] !== value);
  if (keptList.read().some(isOld)) {
    keptList.change((entries) => entries.map((entry) => ({ ...entry, ...Object.fromEntries(fieldsOf(known[entry.id])) })));
  } else {
    showList(keptList.read());
  }
};
const fieldsOf = (found) => (found ? ["title", "source", "author", "date", "url"].map((name) => [name, found[name]]) : []);

// Order: by buttons, by keys and by dragging.
const moveTo = (id, place) => keptList.change((documents) => {
  const moved = documents.find((entry) => entry.id === id);
  const others = documents.filter((entry) => entry.id !== id);
  if (moved) {
    others.splice(Math.max(0, Math.min(place, others.length)), 0, moved);
  }
  return others;
});

const moveBy = (item, by) => {
  const place = [...items.children].indexOf(item) + by;
  if (place < 0 || place >= items.children.length) {
    return;
  }
  const focused = document.activeElement;
  moveTo(item.dataset.id, place);
  // A button at the end of the list is disabled, and an element that is moved loses the focus.
  (focused.disabled ? item.querySelector(".drag") : focused).focus();
  item.scrollIntoView({ block: "nearest" });
  say(texts.moved, place + 1);
};

items.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const item = event.target.closest("li");
  const onHandle = event.target.closest(".drag");
  if (by && item && !event.ctrlKey && !event.metaKey && !event.shiftKey && (event.altKey || onHandle)) {
    event.preventDefault();
    moveBy(item, by);
  }
});

items.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest(".drag");
  if (!handle || event.button !== 0) {
    return;
  }
  const item = handle.closest("li");
  const others = [...items.children].filter((other) => other !== item);
  const start = [...items.children].indexOf(item);
  let place = start;
  // The document is moved when it is dropped: an element that is moved loses the pointer.
  const drag = ({ clientY }) => {
    const above = others.filter((other) => {
      const { top, height } = other.getBoundingClientRect();
      return top + height / 2 < clientY;
    });
    place = above.length;
    item.classList.add("dragged");
    others.forEach((other, index) => {
      other.classList.toggle("drop-before", index === place && place !== start);
      other.classList.toggle("drop-after", index === others.length - 1 && place === others.length && place !== start);
    });
  };
  const end = new AbortController();
  const drop = ({ type }) => {
    end.abort();
    [item, ...others].forEach((each) => each.classList.remove("dragged", "drop-before", "drop-after"));
    if (type === "pointerup" && place !== start) {
      moveTo(item.dataset.id, place);
      handle.focus();
      say(texts.moved, place + 1);
    }
  };
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener("pointermove", drag, { signal: end.signal });
  handle.addEventListener("pointerup", drop, { signal: end.signal });
  handle.addEventListener("pointercancel", drop, { signal: end.signal });
});

// Removal, which can be undone until the page is left.
const remove = (ids, sentence) => {
  const before = keptList.read();
  const removed = before.map((entry, place) => ({ entry, place })).filter(({ entry }) => ids.has(entry.id));
  if (!keptList.change((documents) => documents.filter(({ id }) => !ids.has(id)))) {
    return;
  }
  undoable = removed;
  undoLine.firstElementChild.textContent = sentence;
  undoLine.hidden = false;
  say();
  undoButton.focus();
};

undoButton.addEventListener("click", () => {
  const isDone = keptList.change((documents) => {
    const restored = [...documents];
    undoable.filter(({ entry }) => !documents.some(({ id }) => id === entry.id))
      .forEach(({ entry, place }) => restored.splice(place, 0, entry));
    return restored;
  });
  if (!isDone) {
    return;
  }
  const first = undoable[0] && itemOf(undoable[0].entry.id);
  undoable = [];
  undoLine.hidden = true;
  say(texts.undone);
  if (first) {
    first.querySelector(".drag").focus();
  }
});

items.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const item = event.target.closest("li");
  if (!button) {
    return;
  }
  if (button.dataset.by) {
    moveBy(item, Number(button.dataset.by));
  } else if (button.matches(".remove")) {
    remove(new Set([item.dataset.id]), `${texts.removed} ${item.querySelector("h2").textContent.trim()}`);
  }
});

items.addEventListener("input", (event) => {
  const { id } = event.target.closest("li").dataset;
  const note = event.target.value;
  keptList.change((documents) => documents.map((entry) => (entry.id === id ? { ...entry, note } : entry)));
});

document.getElementById("clear").addEventListener("click", () => {
  confirmation.returnValue = "";
  confirmation.showModal();
});
confirmation.addEventListener("close", () => {
  if (confirmation.returnValue === "clear") {
    remove(new Set(keptList.read().map(({ id }) => id)), texts.cleared);
  }
});

// Files: made by the server from the list that is sent to it, which keeps nothing.
const reasonOf = async (answer) => {
  try {
    return (await answer.json()).detail || answer.statusText;
  } catch {
    return `${answer.status} ${answer.statusText}`;
  }
};

const exportList = async (format) => {
  say(texts.writing);
  try {
    const answer = await post(texts.export, { documents: keptList.read() }, { format });
    if (!answer.ok) {
      say(texts.exportFailed, await reasonOf(answer));
      return;
    }
    const link = document.createElement("a");
    const address = URL.createObjectURL(await answer.blob());
    const [, name] = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition")) || [];
    link.href = address;
    link.download = name || `${texts.file}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000); // milliseconds
    say(texts.written);
  } catch (error) {
    say(texts.exportFailed, error.message);
  }
};

document.querySelectorAll("[data-format]").forEach((button) => {
  button.addEventListener("click", () => exportList(button.dataset.format));
});

// Exported lines of JSON, or one array of the same objects.
const entriesOf = (text) => {
  const parse = (part) => {
    try {
      return JSON.parse(part);
    } catch {
      return null;
    }
  };
  const whole = parse(text);
  const rows = Array.isArray(whole) ? whole : text.split("\n").filter((line) => line.trim()).map(parse);
  return rows.map(keptList.readable);
};

importField.addEventListener("change", async () => {
  const [file] = importField.files;
  if (!file) {
    return;
  }
  const rows = entriesOf((await file.text()).replace(/^\ufeff/, ""));
  const readable = rows.filter((entry) => entry);
  let counts = [0, 0, 0];
  const isDone = keptList.change((documents) => {
    const ids = new Set(documents.map(({ id }) => id));
    const added = readable.filter(({ id }) => !ids.has(id) && ids.add(id));
    const fitting = added.slice(0, Math.max(0, keptList.most - documents.length));
    counts = [fitting.length, readable.length - added.length, added.length - fitting.length];
    return [...documents, ...fitting.map((entry) => ({ ...entry, note: entry.note.slice(0, 2000) }))];
  });
  importField.value = "";
  if (isDone) {
    say(texts.added, `${counts[0]}.`, ...(counts[1] ? [texts.known, `${counts[1]}.`] : []), ...(counts[2] ? [texts.noRoom, `${counts[2]}.`] : []), ...(rows.length > readable.length ? [texts.unreadable, `${rows.length - readable.length}.`] : []));
  }
});

document.getElementById("needs-script").hidden = true;
page.hidden = false;
keptList.listen((documents) => {
  showList(documents);
  askArchive(documents);
});
if (keptList.isBlocked()) {
  keptList.report("blocked");
}
