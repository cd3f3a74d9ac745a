// Scoring by keyboard, on a score: 1 to 5 score and go on, 0 empties and goes on, up and down go to another criterion.
// What the journeys answer is passed by; inside it the keys work too, and then the reason is asked. Elsewhere on the page
// a digit does nothing. Without this the form works as it is.
"use strict";

const sheet = document.querySelector("[data-scoresheet]");
const cells = sheet ? [...sheet.querySelectorAll("[data-cell]:not(:disabled)")] : [];

function goTo(cell) {
  if (!cell) { sheet.querySelector("button[type=submit]")?.focus(); return; }
  (cell.querySelector("input[type=radio]:checked") || cell.querySelector("input[type=radio]")).focus();
  cell.scrollIntoView({ block: "nearest" });
}

function choose(cell, value) {
  const pill = cell.querySelector(`input[type=radio][value="${value}"]`);
  if (!pill.checked) {
    pill.checked = true;
    pill.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const reasonOf = (cell) => cell.querySelector("input[type=text]");

function overrule(cell, key) {
  choose(cell, key === "0" ? "" : key);
  if (key !== "0") reasonOf(cell).focus();
}

// Taking one's own value back takes its reason along.
document.addEventListener("change", (event) => {
  const cell = event.target.matches("input[type=radio][value='']") && event.target.closest("[data-overrule]");
  if (cell) reasonOf(cell).value = "";
}, true);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("[data-scoresheet] input[type=radio]")) return;
  const own = event.target.closest("[data-overrule]");
  const here = cells.indexOf(event.target.closest("[data-cell]"));
  if (own && /^[0-5]$/.test(event.key)) {
    overrule(own, event.key);
  } else if (here >= 0 && /^[0-5]$/.test(event.key)) {
    choose(cells[here], event.key === "0" ? "" : event.key);
    goTo(cells[here + 1]);
  } else if (here >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    goTo(cells[here + (event.key === "ArrowDown" ? 1 : -1)] || (event.key === "ArrowUp" ? cells[0] : null));
  } else {
    return;
  }
  event.preventDefault();
});

// Who comes from the service before goes on scoring where something is still asked, without passing by the menu. After
// the load, as the browser itself puts the focus at the fragment first.
if (location.hash === "#sheet" && cells.length) {
  addEventListener("load", () => setTimeout(() => goTo(cells.find((cell) => cell.querySelector("input[value='']:checked")) || cells[0])));
}
