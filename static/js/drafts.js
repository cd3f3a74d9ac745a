// Keeps what is typed in a form that does not save itself, in this browser, until it is sent:
//
//   <form method="post" data-draft="meetings.decision.KEY.USER">   the form
//   <button type="submit" data-draft-stays>                        sends it to be gone on with elsewhere
//   <form method="post" data-draft-of="meetings.decision.KEY.USER"> … and there it is sent at last
//
// A draft that was sent is dropped at the next visit, so that a page that never arrived loses nothing.
"use strict";

(() => {
  const name = (key) => `samenspel.draft.${key}`;
  const keep = (key, value) => { try { localStorage.setItem(name(key), JSON.stringify(value)); } catch { /* full, or forbidden */ } };
  const kept = (key) => { try { return JSON.parse(localStorage.getItem(name(key))); } catch { return null; } };
  const drop = (key) => { try { localStorage.removeItem(name(key)); } catch { /* forbidden */ } };
  const fields = (form) => [...form.elements].filter((one) => one.name && one.matches("input:not([type=hidden]), textarea, select"));
  const first = (field) => (field.matches("select") ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value : field.defaultValue);

  function watch(form) {
    if (form.keepsDraft) return;
    form.keepsDraft = true;
    const key = form.dataset.draft;
    const found = kept(key);
    if (found?.sent) drop(key);
    else if (found) {
      for (const field of fields(form)) if (field.name in found.values) field.value = found.values[field.name];
      form.closest("details")?.setAttribute("open", "");
    }
    form.addEventListener("input", () => {
      const changed = fields(form).filter((one) => one.value !== first(one));
      if (changed.length) keep(key, { values: Object.fromEntries(changed.map((one) => [one.name, one.value])) });
      else drop(key);
    });
  }

  // After all others: a form that another script stopped was not sent.
  window.addEventListener("submit", (event) => {
    const key = event.target.dataset.draft ?? event.target.dataset.draftOf;
    const found = key && !event.defaultPrevented && !event.submitter?.hasAttribute("data-draft-stays") && kept(key);
    if (found) keep(key, { ...found, sent: true });
  });

  const all = (root) => root.querySelectorAll("form[data-draft]").forEach(watch);
  all(document);
  document.addEventListener("htmx:afterSettle", (event) => all(event.target));
})();
