"use strict";

// A file can be dropped anywhere on the form; without a script the field for files takes it.
const draft = document.getElementById("draft");
const file = document.getElementById("file");

const hasFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

if (draft && file) {
  draft.addEventListener("dragover", (event) => {
    if (hasFile(event)) {
      event.preventDefault();
      draft.classList.add("is-over");
    }
  });
  ["dragleave", "drop"].forEach((name) => {
    draft.addEventListener(name, () => draft.classList.remove("is-over"));
  });
  draft.addEventListener("drop", (event) => {
    if (hasFile(event) && event.target !== file) {
      event.preventDefault();
      file.files = event.dataTransfer.files;
    }
  });
}

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Closed parts are printed too.
const openForPrint = () => {
  document.querySelectorAll(".passages, .draft-text").forEach((part) => { part.open = true; });
};
window.addEventListener("beforeprint", openForPrint);
