// Small behaviours of every page; each works on data- attributes and is not needed to use the page.
"use strict";

// A double click does a thing once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.sent) { if (form.dataset.sent) event.preventDefault(); return; }
  if (form.method === "get" || form.hasAttribute("hx-post") || form.hasAttribute("data-autosave")) return;
  form.dataset.sent = "1";
  // Not disabled at once: the button's own value must still be sent.
  setTimeout(() => form.querySelectorAll("button[type=submit], button:not([type])").forEach((b) => b.setAttribute("aria-disabled", "true")), 0);
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
  });
});

document.addEventListener("click", (event) => {
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.parentElement.remove();
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  const copier = event.target.closest("[data-copy]");
  if (copier) navigator.clipboard.writeText(copier.dataset.copy).then(() => announce(copier.dataset.copied));
});

function announce(text) {
  const place = document.querySelector("[data-announce]");
  if (place && text) place.textContent = text;
}

function count(field) {
  const place = document.querySelector(`[data-counter-for="${field.id}"]`);
  if (place) place.textContent = `${field.value.length} / ${field.maxLength}`;
}

function ready(root) {
  root.querySelector("[data-focus]")?.focus();
  root.querySelectorAll("textarea[maxlength]").forEach(count);
}

document.addEventListener("input", (event) => { if (event.target.maxLength > 0) count(event.target); });
document.addEventListener("change", (event) => { if (event.target.matches("[data-submits]")) event.target.form.requestSubmit(); });
document.addEventListener("htmx:afterSettle", (event) => {
  ready(event.target);
  announce(event.target.querySelector("[data-says]")?.dataset.says || event.target.dataset?.says);
});
ready(document);
