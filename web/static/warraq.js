"use strict";

const field = document.getElementById("q");
const form = document.getElementById("search");

// Keys: single ones by their place, so that they serve with an Arabic keyboard as well, and only
// where nothing is being typed or chosen; they can be turned off (WCAG 2.1.4). Arrows scroll the
// page until a result has the focus.
const results = [...document.querySelectorAll(".hit h2 a")];
const keys = document.getElementById("single-keys");
// A browser may keep nothing for a page: then the choice holds as long as the page does.
const keep = (act) => {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
};
let singleKeys = keep((kept) => kept.getItem("single-keys")) !== "off";

const walk = (step) => {
  const at = results.indexOf(document.activeElement);
  const next = at < 0 ? 0 : at + step;
  if (next >= 0 && next < results.length) {
    results[next].focus();
    results[next].closest(".hit").scrollIntoView({ block: "nearest" });
  }
  return results.length > 0;
};

const seek = () => {
  if (field) {
    field.focus();
    field.select();
  }
  return Boolean(field);
};

document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, textarea, select, [contenteditable], [role=listbox]");
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const onResult = results.includes(event.target);
  if (event.key === "Escape" && (onResult || event.target === field)) {
    event.target.blur();
    return;
  }
  let done = false;
  if (!busy && onResult && event.key === "ArrowDown") {
    done = walk(1);
  } else if (!busy && onResult && event.key === "ArrowUp") {
    done = walk(-1);
  } else if (!busy && singleKeys && !event.shiftKey && (event.key === "/" || event.code === "Slash")) {
    done = seek();
  } else if (!busy && singleKeys && !event.shiftKey && event.code === "KeyJ") {
    done = walk(1);
  } else if (!busy && singleKeys && !event.shiftKey && event.code === "KeyK") {
    done = walk(-1);
  }
  if (done) {
    event.preventDefault();
  }
});

if (keys) {
  const choice = keys.querySelector("button");
  const tell = () => {
    choice.textContent = singleKeys ? choice.dataset.on : choice.dataset.off;
  };
  choice.addEventListener("click", () => {
    singleKeys = !singleKeys;
    keep((kept) => kept.setItem("single-keys", singleKeys ? "on" : "off"));
    tell();
  });
  tell();
  keys.hidden = false;
}

// Empty fields, and choices left as they usually are, would only lengthen the address.
const usual = { level: "stem", sort: "relevance" };
if (form) {
  form.addEventListener("submit", () => {
    const left = [...form.elements].filter((e) => e.name && e.name !== "q" && (e.value === "" || e.value === usual[e.name]));
    left.forEach((e) => { e.disabled = true; });
    setTimeout(() => left.forEach((e) => { e.disabled = false; }));
  });
}

// What is typed may become: a combobox with a list, after the ARIA Authoring Practices. Without an
// answer, or without a choice, the field is what it is without a script.
if (field && form && field.dataset.suggest) {
  const wait = 120;
  const list = document.createElement("ul");
  let timer = 0;
  let asked = new AbortController();
  let active = -1;

  const activate = (place) => {
    const option = list.children[place];
    list.querySelectorAll('[aria-selected="true"]').forEach((e) => e.setAttribute("aria-selected", "false"));
    active = option ? place : -1;
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const open = (opened) => {
    list.hidden = !opened;
    field.setAttribute("aria-expanded", String(opened));
    activate(-1);
  };

  const stop = () => {
    clearTimeout(timer);
    asked.abort();
    open(false);
  };

  const show = ([, texts, told]) => {
    list.replaceChildren(...texts.map((text, place) => {
      const option = document.createElement("li");
      const query = document.createElement("bdi");
      const count = document.createElement("small");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dir = getComputedStyle(field).direction;
      count.dir = document.documentElement.dir;
      query.lang = "ar";
      query.textContent = text;
      count.textContent = told[place];
      option.append(query, " ", count);
      return option;
    }));
    open(texts.length > 0);
  };

  const ask = async () => {
    const text = field.value;
    asked.abort();
    asked = new AbortController();
    if (!text.trim() || text.length > Number(field.dataset.suggestMost)) {
      open(false);
      return;
    }
    const wanted = new URLSearchParams({ q: text, format: "opensearch", lang: document.documentElement.lang });
    try {
      const answer = await fetch(`${field.dataset.suggest}?${wanted}`, { signal: asked.signal });
      const found = answer.ok ? await answer.json() : [text, [], []];
      if (field.value === text && document.activeElement === field) {
        show(found);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        open(false);
      }
    }
  };

  const choose = (option) => {
    field.value = option.querySelector("bdi").textContent;
    stop();
    form.requestSubmit();
  };

  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggestions);
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" && list.hidden) {
      ask();
    } else if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      activate(active + 1);
    } else if (event.key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      activate(active < 0 ? count - 1 : active - 1);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      stop();
    }
  });
  field.addEventListener("blur", stop);
  form.addEventListener("submit", stop);
  // The field keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) {
      choose(option);
    }
  });
}
