"use strict";
// Comfort only: every act works without this file.

// A form that came back with faults puts the reader at the list of them.
document.addEventListener("DOMContentLoaded", () => {
  const faults = document.getElementById("faults");
  if (faults) faults.focus();
});

// A button that copies the text of a field, shown only where it can work.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-copies]")) {
    const source = document.getElementById(button.dataset.copies);
    if (!source || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.value);
      button.textContent = button.dataset.done;
    });
  }
});

// A second press on the same form sends nothing a second time, while the first one is under way. Where the answer is a
// file the page stays as it is, and its button counts again after a while.
const UNDER_WAY = 3000;
const GIVES_A_FILE = /(\/take|\.zip)$/;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  else if (GIVES_A_FILE.test(new URL(form.action).pathname)) setTimeout(() => delete form.dataset.sent, UNDER_WAY);
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
