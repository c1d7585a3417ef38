"use strict";

// Moves between marks with N and P or with buttons; without a script, numbered links lead to them.
const marks = [...document.querySelectorAll("mark[id]")];
const bar = document.querySelector(".marks");
let current = marks.findIndex((mark) => `#${mark.id}` === location.hash);

const showCurrent = () => {
  if (!bar) {
    return;
  }
  bar.querySelectorAll("[aria-current]").forEach((e) => e.removeAttribute("aria-current"));
  const link = bar.querySelector(`a[href="${location.hash}"]`);
  if (link && location.hash) {
    link.setAttribute("aria-current", "true");
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
};

const moveBy = (step) => {
  if (marks.length) {
    current = current < 0 && step < 0 ? marks.length - 1 : (current + step + marks.length) % marks.length;
    // Replaced, so that "back" leaves the document; the target mark is outlined.
    location.replace(`#${marks[current].id}`);
  }
};

window.addEventListener("hashchange", () => {
  current = marks.findIndex((mark) => `#${mark.id}` === location.hash);
  showCurrent();
});

// The results page has the switch for single-key shortcuts.
const singleKeysAreOn = () => {
  try {
    return localStorage.getItem("single-keys") !== "off";
  } catch {
    return true;
  }
};

document.addEventListener("keydown", (event) => {
  const inControl = event.target.closest("input, textarea, select, [contenteditable], [role=listbox]");
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (inControl || modified || !singleKeysAreOn()) {
    return;
  }
  // Physical keys, so that they work with an Arabic keyboard layout.
  if (event.code === "KeyN") {
    moveBy(1);
  } else if (event.code === "KeyP") {
    moveBy(-1);
  }
});

document.querySelectorAll("[data-step]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => moveBy(Number(button.dataset.step)));
});
showCurrent();
