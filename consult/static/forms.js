"use strict";
// Comfort only: every form works without this file.

// A box above a long list of parties that leaves only those whose name holds what is typed.
document.addEventListener("DOMContentLoaded", () => {
  for (const filter of document.querySelectorAll("[data-filters]")) {
    const list = document.getElementById(filter.dataset.filters);
    const input = filter.querySelector("input");
    if (!list || !input) continue;
    filter.hidden = false;
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLocaleLowerCase();
      for (const one of list.querySelectorAll(".form-check")) {
        const isTicked = one.querySelector("input").checked;
        one.hidden = !isTicked && !one.textContent.toLocaleLowerCase().includes(wanted);
      }
    });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }
});

// Whoever answers a question after all no longer declares that the answer is not known.
document.addEventListener("input", (event) => {
  const question = event.target.closest(".f-question");
  const unknown = question && question.querySelector(":scope > .field-body > .f-declared input[type=checkbox]");
  if (unknown && unknown !== event.target && !event.target.closest(".f-declared") && event.target.value) unknown.checked = false;
});

// A place asks only for what its shape has; what is filled in stays in sight.
const SHAPES = {
  lat: ["point", "circle", "ellipse"], lon: ["point", "circle", "ellipse"], radius_km: ["circle"],
  semi_major_km: ["ellipse"], semi_minor_km: ["ellipse"], width_km: ["corridor"], points: ["corridor", "polygon"],
};
const fitShape = (select) => {
  for (const [part, shapes] of Object.entries(SHAPES)) {
    const box = select.closest(".f-row").querySelector(`.f-part-${part}`);
    const input = box && box.querySelector("input, textarea");
    if (input) box.hidden = !shapes.includes(select.value) && !input.value.trim();
  }
};
document.addEventListener("DOMContentLoaded", () => {
  for (const select of document.querySelectorAll(".f-kind-place .f-part-shape select")) {
    fitShape(select);
    select.addEventListener("change", () => fitShape(select));
  }
});

// A draft saves itself: shortly after a question was left, and while somebody writes on, however steadily. One save goes
// out at a time, since each replaces the version that the one before it made; a button waits for the save that is under
// way, and while a pressed form is under way none goes out, which would overtake it. A file goes with its button alone.
// What could not be saved stays where it stands, is said, and is tried again, also where something before the
// installation answers in its place; after a new sign-in of the same person in another window the form takes up the new
// session.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("filing");
  const saver = document.getElementById("saves-itself");
  if (!form || !saver) return;
  const LEFT = 800, WRITING = 3000, AGAIN = 10000, LONGEST = 15000, SENDING = 60000;
  let timer, since = 0, sentAt = 0, isOut = false, isWaiting = false, pressed = null, isRenewed = false;
  const state = () => document.getElementById("saved");
  const save = (after) => {
    clearTimeout(timer);
    since ||= Date.now();
    timer = setTimeout(() => {
      since = 0;
      if (isOut) isWaiting = true;
      else if (form.dataset.sent && Date.now() < sentAt + SENDING) save(AGAIN);
      else htmx.trigger(saver, "save-draft");
    }, Math.max(0, Math.min(after, since + LONGEST - Date.now())));
  };
  const unreached = () => {
    state().textContent = saver.dataset.unreached;
    state().classList.add("not-saved");
    save(AGAIN);
  };
  const acting = (page) => [...page.querySelectorAll(".acting-for, .acting-as")].map((one) => one.textContent).join();
  const renew = async () => {
    const answer = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("input[name=csrf_token]");
    if (!fresh || acting(page) !== acting(document)) return;
    for (const one of document.querySelectorAll("input[name=csrf_token]")) one.value = fresh.value;
    isRenewed = true;
    save(0);
  };
  form.addEventListener("input", () => save(WRITING));
  form.addEventListener("change", () => save(LEFT));
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    since = 0;
    sentAt = Date.now();
    if (!isOut) return;
    event.preventDefault();
    event.stopPropagation();
    pressed = event.submitter;
  });
  saver.addEventListener("htmx:config:request", (event) => {
    const body = event.detail.ctx.request.body;
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  });
  saver.addEventListener("htmx:before:request", () => { isOut = true; });
  saver.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.text.trimStart().startsWith('<p class="saved')) return;
    event.preventDefault();
    unreached();
  });
  saver.addEventListener("htmx:error", unreached);
  saver.addEventListener("htmx:finally:request", () => {
    const button = pressed;
    isOut = false;
    pressed = null;
    if (button) form.requestSubmit(button);
    else if (isWaiting) save(0);
    else if ("again" in state().dataset) save(AGAIN);
    else if ("renews" in state().dataset && !isRenewed) renew();
    else isRenewed = false;
    isWaiting = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && "renews" in state().dataset) renew();
  });
  window.addEventListener("focus", () => {
    if ("renews" in state().dataset) renew();
  });
});
