"use strict";

// From mark to mark by n and p, or by the buttons; without a script their numbers lead to them.
const marks = [...document.querySelectorAll("mark[id]")];
const bar = document.querySelector(".marks");
let place = marks.findIndex((mark) => `#${mark.id}` === location.hash);

const arrive = () => {
  if (!bar) {
    return;
  }
  bar.querySelectorAll("[aria-current]").forEach((e) => e.removeAttribute("aria-current"));
  const number = bar.querySelector(`a[href="${location.hash}"]`);
  if (number && location.hash) {
    number.setAttribute("aria-current", "true");
    number.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
};

const step = (by) => {
  if (marks.length) {
    place = place < 0 && by < 0 ? marks.length - 1 : (place + by + marks.length) % marks.length;
    // What is passed over needs no step back in the history; the target is outlined.
    location.replace(`#${marks[place].id}`);
  }
};

window.addEventListener("hashchange", () => {
  place = marks.findIndex((mark) => `#${mark.id}` === location.hash);
  arrive();
});
// Whether single keys do anything is chosen on the page of results.
const single = () => {
  try {
    return localStorage.getItem("single-keys") !== "off";
  } catch {
    return true;
  }
};
document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, textarea, select, [contenteditable], [role=listbox]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !single()) {
    return;
  }
  // By their place, so that they serve with an Arabic keyboard as well.
  if (event.code === "KeyN") {
    step(1);
  } else if (event.code === "KeyP") {
    step(-1);
  }
});
document.querySelectorAll("[data-step]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => step(Number(button.dataset.step)));
});
arrive();

const copy = async (element) => {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(element.textContent);
    return;
  }
  // Outside of https and localhost there is no clipboard but that of a selection.
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  document.execCommand("copy");
};

document.querySelectorAll("[data-copy]").forEach((button) => {
  const usual = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(document.getElementById(button.dataset.copy));
    button.textContent = button.dataset.copied;
    document.getElementById("copied").textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = usual; }, 2000);
  });
});
