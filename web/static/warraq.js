"use strict";

const field = document.getElementById("q");
const form = document.getElementById("search");

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "/" && field && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

// Empty fields, and choices left as they usually are, would only lengthen the address.
const usual = { level: "stem", sort: "relevance" };
if (form) {
  form.addEventListener("submit", () => {
    const left = [...form.elements].filter((e) => e.name && e.name !== "q" && (e.value === "" || e.value === usual[e.name]));
    left.forEach((e) => { e.disabled = true; });
    setTimeout(() => left.forEach((e) => { e.disabled = false; }));
  });
}
