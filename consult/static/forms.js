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
