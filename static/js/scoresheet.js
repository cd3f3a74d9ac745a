// Scoring by keyboard, on a score: 1 to 5 score and go on, 0 empties and goes on, up and down go to another criterion.
// What the journeys answer is passed by; inside it the keys work too, and then the reason is asked. Elsewhere on the page
// a digit does nothing. A score that did not arrive says so and is sent again until it does, as static/js/autosave.js
// does with texts. Without this the form works as it is.
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
if (location.hash === "#sheet" && cells.length && !document.querySelector("main .errors")) {
  addEventListener("load", () => setTimeout(() => goTo(cells.find((cell) => cell.querySelector("input[value='']:checked")) || cells[0])));
}

const AGAIN = [2000, 5000, 10000, 30000];
const unsaved = new Set();
// Sent and refused, as a value of one's own without its reason is: sending it again would not help.
const refused = new Set(sheet ? [...sheet.querySelectorAll("fieldset:has([aria-invalid])")] : []);
let timer, failures = 0;

function again() {
  clearTimeout(timer);
  unsaved.forEach((cell) => window.htmx.trigger(cell, "again"));
}

function say(cell, state) {
  const mark = cell.querySelector("[data-autosave-state]");
  if (mark) mark.dataset.state = state;
}

function saved(cell) {
  unsaved.delete(cell);
  failures = 0;
  if (unsaved.size) again();
}

function failed(cell) {
  unsaved.add(cell);
  say(cell, "failed");
  clearTimeout(timer);
  timer = setTimeout(again, AGAIN[Math.min(failures++, AGAIN.length - 1)]);
}

const differs = (field) => (field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

// What was given when the sign-in had ended, and static/js/kept.js put back, is still to be sent.
function sendKept() {
  [...sheet.querySelectorAll("fieldset")].filter((cell) => [...cell.elements].some(differs)).forEach((cell) => unsaved.add(cell));
  if (unsaved.size) sheet.querySelector(".notice")?.remove();
  again();
}

if (sheet) {
  sheet.addEventListener("htmx:beforeRequest", ({ target }) => say(target, "busy"));
  sheet.addEventListener("htmx:afterRequest", ({ target, detail: { xhr } }) => {
    refused.delete(target);
    if (xhr.status === 422) refused.add(target);
    if (xhr.status === 200 || xhr.status === 422) saved(target);
    else if (xhr.status !== 204) failed(target);
    const place = sheet.querySelector("[data-unsaved]");
    const words = unsaved.size ? place.dataset.unsaved : "";
    if (place.textContent !== words) place.textContent = words;
  });
  // The cell says it; a message for each try would pile up.
  ["htmx:sendError", "htmx:responseError"].forEach((name) => sheet.addEventListener(name, (event) => event.stopPropagation()));
  // The sign-in ended: sent the ordinary way, so that what was given stands there again afterwards.
  sheet.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 204) return;
    event.preventDefault();
    unsaved.clear();
    sheet.requestSubmit();
  });
  // Before the other scripts hear of it: without a connection the page would be gone.
  addEventListener("submit", (event) => {
    if (event.target !== sheet) return;
    if (!unsaved.size) { refused.clear(); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    again();
  }, true);
  sheet.addEventListener("change", again);
  addEventListener("online", again);
  addEventListener("beforeunload", (event) => { if (unsaved.size || refused.size) event.preventDefault(); });
  addEventListener("load", sendKept);
}
