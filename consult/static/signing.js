"use strict";
// Comfort only: every text can be signed elsewhere and its note be pasted. Here a key of this browser signs it: drawn
// or read from its file, kept so that it cannot be copied out, and never sent. Notes and keys as C2SP signed-note says.

const KIND = 1;
const bytesOf = (text) => new TextEncoder().encode(text);
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");

// The store of this browser: one row a key, under its verifier key.
const opened = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open("consult-signing", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("keys", { keyPath: "vkey" });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
const inStore = async (mode, act) => {
  const store = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const asked = act(store.transaction("keys", mode).objectStore("keys"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally { store.close(); }
};
const find = (vkey) => inStore("readonly", (keys) => keys.get(vkey));
const keep = (key) => inStore("readwrite", (keys) => keys.put(key));

const named = async (name, raw, secret) => {
  const marked = new Uint8Array([KIND, ...raw]);
  const whole = new Uint8Array([...bytesOf(`${name}\n`), ...marked]);
  const number = new Uint8Array(await crypto.subtle.digest("SHA-256", whole)).slice(0, 4);
  return { vkey: `${name}+${hex(number)}+${base64(marked)}`, name, number, secret };
};
const draw = async (name) => {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  return named(name, new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)), pair.privateKey);
};
// A key as Go's note tools and `consult sign keygen` write it: PRIVATE+KEY+name+number+base64 of kind and seed.
const readFile = async (written) => {
  const found = /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\s*$/.exec(written);
  const secret = found ? fromBase64(found[3]) : [];
  if (secret.length !== 33 || secret[0] !== KIND) return null;
  const wrapped = new Uint8Array([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32, ...secret.slice(1)]);
  const open = await crypto.subtle.importKey("pkcs8", wrapped, "Ed25519", true, ["sign"]);
  const raw = fromBase64((await crypto.subtle.exportKey("jwk", open)).x);
  const key = await named(found[1], raw, await crypto.subtle.importKey("pkcs8", wrapped, "Ed25519", false, ["sign"]));
  return hex(key.number) === found[2] ? key : null;
};
const line = async (key, text) => {
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", key.secret, bytesOf(text)));
  return `\u2014 ${key.name} ${base64(new Uint8Array([...key.number, ...signature]))}\n`;
};

const begin = async (box) => {
  const said = box.querySelector(".signing-said"), file = box.querySelector("[data-does=read]");
  const shown = document.getElementById("to-sign");
  const say = (text) => { said.textContent = text; };
  const attempt = (act) => async () => {
    try { await act(); } catch (fault) { say(`${box.dataset.failed} ${fault.message || fault.name}`); }
  };
  const fill = async (note, keys) => {
    const lines = await Promise.all(keys.map((key) => line(key, shown.textContent)));
    note.value = `${shown.textContent}\n${lines.join("")}`;
    say(box.dataset.done);
  };
  const read = async () => {
    const key = file.files.length ? await readFile(await file.files[0].text()) : null;
    if (!key || key.name !== (box.dataset.name || box.dataset.vkey.split("+")[0])) { say(box.dataset.foreign); return null; }
    return key;
  };

  // A new key: its text completed, signed by it and by the one that stands, and put into the form below.
  const register = async (key) => {
    const old = box.dataset.vkey ? await find(box.dataset.vkey) : null;
    if (box.dataset.vkey && key.vkey === box.dataset.vkey) { await keep(key); say(box.dataset.kept); return; }
    await keep(key);
    shown.textContent = box.dataset.text.replace("{vkey}", key.vkey);
    for (const field of document.querySelectorAll("[name=vkey]")) field.value = key.vkey;
    document.getElementById("registration").hidden = false;
    await fill(document.getElementById("field-note"), old ? [key, old] : [key]);
    if (box.dataset.vkey && !old) say(box.dataset.missing);
  };
  if (box.dataset.signs === "register") {
    box.querySelector("[data-does=make]").addEventListener("click", attempt(async () => register(await draw(box.dataset.name))));
    file.addEventListener("change", attempt(async () => { const key = await read(); if (key) await register(key); }));
    box.hidden = false;
    return;
  }

  // A filing: signed by the registered key, where it lies in this browser or is read from its file now.
  const note = document.getElementById("field-signature"), button = box.querySelector("[data-does=sign]");
  const sign = async (key) => { if (key) await fill(note, [key]); };
  button.hidden = !(await find(box.dataset.vkey));
  button.addEventListener("click", attempt(async () => sign(await find(box.dataset.vkey))));
  file.addEventListener("change", attempt(async () => {
    const key = await read();
    if (!key) return;
    if (key.vkey !== box.dataset.vkey) { say(box.dataset.foreign); return; }
    await keep(key);
    button.hidden = false;
    await sign(key);
  }));
  box.hidden = false;
};

document.addEventListener("DOMContentLoaded", () => {
  if (!window.isSecureContext || !crypto.subtle || !window.indexedDB) return;
  for (const box of document.querySelectorAll("[data-signs]")) begin(box).catch(() => {});
});
