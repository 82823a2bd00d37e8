"use strict";
// A passkey is made or asked by the browser: its challenge is fetched, its answer goes with the form. Where a browser
// has none, the buttons stay hidden, and the other ways are on the page.

const ask = async (form) => {
  const token = form.querySelector("[name=csrf_token]").value;
  const answer = await fetch(form.dataset.challenge, { method: "POST", headers: { "X-CSRFToken": token } });
  const isTold = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (!answer.ok || !isTold) return "";  // the form is sent without, and its page says why
  const told = await answer.json();
  const credential = form.dataset.passkey === "make"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(told) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(told) });
  return JSON.stringify(credential.toJSON());
};

document.addEventListener("DOMContentLoaded", () => {
  const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
  for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
    const button = form.querySelector("[data-asks]"), said = form.querySelector(".passkey-said");
    button.hidden = false;
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        form.querySelector(`[name=${form.dataset.field}]`).value = await ask(form);
        form.noValidate = true;
        form.requestSubmit();
      } catch (fault) { said.textContent = form.dataset.failed; }
    });
  }
  for (const note of able ? [] : document.querySelectorAll("[data-without-passkeys]")) note.hidden = false;
});
