// Small behaviours of every page; each works on data- attributes and is not needed to use the page.
"use strict";

// A double click does a thing once. Not disabled at once: the button's own value must still be sent.
const buttonsOf = (form) => form.querySelectorAll("button[type=submit], button:not([type])");

function busy(form) {
  form.dataset.sent = "";
  setTimeout(() => buttonsOf(form).forEach((button) => button.setAttribute("aria-disabled", "true")), 0);
  // A file leaves the page as it is, and tells it nothing.
  if ("download" in form.dataset) setTimeout(() => free(form), 1500);
}

function free(form) {
  delete form.dataset.sent;
  buttonsOf(form).forEach((button) => ["aria-disabled", "aria-busy"].forEach((name) => button.removeAttribute(name)));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("sent" in form.dataset) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-autosave")) return;
  event.submitter?.setAttribute("aria-busy", "true");
  busy(form);
}, true);

// After "back" the form can be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  at("[data-dismiss]")?.parentElement.remove();
  const dialog = document.getElementById(at("[data-opens]")?.dataset.opens);
  // Without this script the same button opens it as a popover.
  if (dialog?.showModal && !dialog.open) { event.preventDefault(); dialog.showModal(); }
  const closed = at("[data-closes]")?.closest("dialog");
  if (closed?.matches(":modal")) { event.preventDefault(); closed.close(); }
  const copier = at("[data-copy]");
  // Of a longer text it is the field beside it that holds it.
  const copied = copier?.dataset.copy || copier?.closest("section")?.querySelector("textarea")?.value;
  if (copier) navigator.clipboard?.writeText(copied).then(() => {
    announce(copier.dataset.copied);
    if (copier.dataset.copied) copier.textContent = copier.dataset.copied;
  });
});

function announce(text) {
  const place = document.querySelector("[data-announce]");
  if (!place || !text) return;
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 50);
}

function toast(text) {
  const form = document.getElementById("toast-failed");
  if (!form || !text) return;
  const one = form.content.cloneNode(true);
  one.querySelector("span").textContent = text;
  form.before(one);
}

function count(field) {
  const place = field.id && document.querySelector(`[data-counter-for="${CSS.escape(field.id)}"]`);
  if (!place || field.maxLength < 1) return;
  const left = field.maxLength - field.value.length;
  // Of a short field twenty left is all of it: nothing is wrong yet.
  const near = left <= Math.min(20, field.maxLength / 5);
  place.hidden = field.tagName === "INPUT" && !near;
  place.classList.toggle("near", near);
  place.textContent = `${field.value.length} / ${field.maxLength}`;
}

function ready(root) {
  const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  const first = all("[data-focus-first]")[0]?.querySelector("input:not([type=hidden]), select, textarea");
  (all("[data-focus]")[0] ?? first)?.focus();
  all("[maxlength]").forEach(count);
  all("[data-downloads]").forEach((one) => location.assign(one.dataset.downloads));
  all("[data-fades]").forEach((one) => setTimeout(() => fade(one), 8000));
  // On a phone the tab that one is on may stand outside the strip.
  all(".tabs > [aria-current]").forEach((tab) => { tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.firstElementChild.offsetLeft - 48; });
}

function fade(one) {
  if (one.matches(":hover, :focus-within")) setTimeout(() => fade(one), 3000);
  else one.remove();
}

document.addEventListener("input", (event) => { if (event.target.maxLength > 0) count(event.target); });
document.addEventListener("change", (event) => { if (event.target.matches("[data-submits]")) event.target.form.requestSubmit(); });

// What htmx does: send once, show how far an upload is, say what changed, say what failed.
document.addEventListener("htmx:beforeRequest", ({ detail }) => { if (detail.elt.matches("form[hx-post]")) busy(detail.elt); });
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.matches("form")) free(detail.elt);
  detail.elt.querySelectorAll?.("[data-upload]").forEach((bar) => { bar.hidden = true; });
});
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector?.("[data-upload]");
  const file = event.target.querySelector?.("[type=file]")?.files.length;
  if (bar && file && event.detail.lengthComputable) { bar.hidden = false; bar.value = 100 * event.detail.loaded / event.detail.total; }
});
document.addEventListener("htmx:afterSettle", (event) => {
  ready(event.target);
  announce((event.target.closest("[data-says]") ?? event.target.querySelector("[data-says]"))?.dataset.says);
});
document.addEventListener("htmx:validation:halted", ({ target }) => free(target.closest("form") ?? document.createElement("form")));
// Who left is told so, and keeps the page with what they typed.
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const left = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("h1[data-ended]");
  toast(left?.textContent ?? document.body.dataset.failed);
});
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.offline));

ready(document);
document.querySelectorAll(".toast").forEach((one) => announce(one.textContent.trim()));
