"use strict";

const field = document.getElementById("q");
const form = document.getElementById("search");

// Keyboard shortcuts. Single keys are physical keys, so that they work with an Arabic keyboard
// layout; they do nothing in form controls and can be turned off (WCAG 2.1.4). Arrow keys move
// between results only if a result has the focus; else they scroll the page.
const results = [...document.querySelectorAll(".hit h2 a")];
const keys = document.getElementById("single-keys");
// Storage may be blocked: then the choice lasts until the page is left.
const withStorage = (use) => {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
};
let singleKeys = withStorage((storage) => storage.getItem("single-keys")) !== "off";

const focusResult = (step) => {
  const index = results.indexOf(document.activeElement);
  const next = index < 0 ? 0 : index + step;
  if (next >= 0 && next < results.length) {
    results[next].focus();
    results[next].closest(".hit").scrollIntoView({ block: "nearest" });
  }
  return results.length > 0;
};

const focusField = () => {
  if (field) {
    field.focus();
    field.select();
  }
  return Boolean(field);
};

document.addEventListener("keydown", (event) => {
  const inControl = event.target.closest("input, textarea, select, [contenteditable], [role=listbox]");
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const onResult = results.includes(event.target);
  if (event.key === "Escape" && (onResult || event.target === field)) {
    event.target.blur();
    return;
  }
  let handled = false;
  if (!inControl && onResult && event.key === "ArrowDown") {
    handled = focusResult(1);
  } else if (!inControl && onResult && event.key === "ArrowUp") {
    handled = focusResult(-1);
  } else if (!inControl && singleKeys && !event.shiftKey && (event.key === "/" || event.code === "Slash")) {
    handled = focusField();
  } else if (!inControl && singleKeys && !event.shiftKey && event.code === "KeyJ") {
    handled = focusResult(1);
  } else if (!inControl && singleKeys && !event.shiftKey && event.code === "KeyK") {
    handled = focusResult(-1);
  }
  if (handled) {
    event.preventDefault();
  }
});

if (keys) {
  const button = keys.querySelector("button");
  const updateLabel = () => {
    button.textContent = singleKeys ? button.dataset.on : button.dataset.off;
  };
  button.addEventListener("click", () => {
    singleKeys = !singleKeys;
    withStorage((storage) => storage.setItem("single-keys", singleKeys ? "on" : "off"));
    updateLabel();
  });
  updateLabel();
  keys.hidden = false;
}

// Empty fields and default choices are left out of the address.
const defaults = { level: "stem", sort: "relevance" };
if (form) {
  form.addEventListener("submit", () => {
    const omitted = [...form.elements].filter((e) => e.name && e.name !== "q" && (e.value === "" || e.value === defaults[e.name]));
    omitted.forEach((e) => { e.disabled = true; });
    setTimeout(() => omitted.forEach((e) => { e.disabled = false; }));
  });
}

// Suggestions while typing: a combobox with a listbox, after the ARIA Authoring Practices. Without
// an answer or a choice the field works as it does without a script.
if (field && form && field.dataset.suggest) {
  const delay = 120; // milliseconds
  const list = document.createElement("ul");
  let timer = 0;
  let pending = new AbortController();
  let active = -1;

  const activate = (index) => {
    const option = list.children[index];
    list.querySelectorAll('[aria-selected="true"]').forEach((e) => e.setAttribute("aria-selected", "false"));
    active = option ? index : -1;
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const setOpen = (open) => {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    activate(-1);
  };

  const close = () => {
    clearTimeout(timer);
    pending.abort();
    setOpen(false);
  };

  const show = ([, texts, counts]) => {
    list.replaceChildren(...texts.map((text, index) => {
      const option = document.createElement("li");
      const query = document.createElement("bdi");
      const count = document.createElement("small");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dir = getComputedStyle(field).direction;
      count.dir = document.documentElement.dir;
      query.lang = "ar";
      query.textContent = text;
      count.textContent = counts[index];
      option.append(query, " ", count);
      return option;
    }));
    setOpen(texts.length > 0);
  };

  const requestSuggestions = async () => {
    const text = field.value;
    pending.abort();
    pending = new AbortController();
    if (!text.trim() || text.length > Number(field.dataset.suggestMost)) {
      setOpen(false);
      return;
    }
    const parameters = new URLSearchParams({ q: text, format: "opensearch", lang: document.documentElement.lang });
    try {
      const answer = await fetch(`${field.dataset.suggest}?${parameters}`, { signal: pending.signal });
      const suggestions = answer.ok ? await answer.json() : [text, [], []];
      if (field.value === text && document.activeElement === field) {
        show(suggestions);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        setOpen(false);
      }
    }
  };

  const choose = (option) => {
    field.value = option.querySelector("bdi").textContent;
    close();
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
    timer = setTimeout(requestSuggestions, delay);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" && list.hidden) {
      requestSuggestions();
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
      close();
    }
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // The field keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) {
      choose(option);
    }
  });
}
