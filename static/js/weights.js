// What the weights of a form add up to, while they are typed. A criterion that is ticked to go does not count.
"use strict";

const weighing = document.querySelector("form[data-weights]");

function counts(field) {
  const gone = field.closest("fieldset")?.querySelector("input[name$='-DELETE']");
  return !gone?.checked;
}

function sum() {
  const place = weighing.querySelector("[data-sum]");
  const fields = [...weighing.querySelectorAll("[data-weight]")].filter(counts);
  const total = fields.reduce((all, field) => all + (Number.parseInt(field.value, 10) || 0), 0);
  const state = total === 100 ? "good" : total < 100 ? "under" : "over";
  const words = place.dataset[state].replace("%s", total).replace("%d", Math.abs(100 - total));
  place.dataset.state = state === "good" ? "good" : "wrong";
  if (place.textContent !== words) place.textContent = words;
}

if (weighing) {
  weighing.addEventListener("input", sum);
  sum();
}
