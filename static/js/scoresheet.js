// Scoring by keyboard: 1 to 5 score, 0 empties, up and down go to another criterion. Without it the form works as it is.
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

document.addEventListener("keydown", (event) => {
  if (!cells.length || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text], textarea, select")) return;
  const here = cells.indexOf(event.target.closest("[data-cell]"));
  if (/^[0-5]$/.test(event.key)) {
    const at = here < 0 ? 0 : here;
    choose(cells[at], event.key === "0" ? "" : event.key);
    goTo(cells[at + 1]);
  } else if (here >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    goTo(cells[here + (event.key === "ArrowDown" ? 1 : -1)] || (event.key === "ArrowUp" ? cells[0] : null));
  } else {
    return;
  }
  event.preventDefault();
});
