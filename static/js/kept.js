// What was typed and did not reach the server comes back. Three ways, each for the person who typed it:
//
// A session that ended: the form was refused, they sign in, and what they typed stands there again.
// A form over a revision that they left: after "back" it stands there again with the revision that it was typed over,
// never with a newer one. For that such a form has autocomplete="off", so that no browser puts it back by itself.
// A text that saves itself and could not (autosave.js), as it was removed or closed: shown until it is thrown away.
//
// The first two are kept in this tab only; never a password or a file.
"use strict";

(() => {
  const KEY = "kept";
  const body = document.body.dataset;
  const here = () => location.pathname + location.search;
  const never = (field) => ["password", "file", "submit", "button"].includes(field.type) || field.name === "csrfmiddlewaretoken";
  const read = (key) => { const found = JSON.parse(sessionStorage.getItem(key) || "null"); sessionStorage.removeItem(key); return found; };

  function paragraphs(plain) {
    const box = document.createElement("div");
    box.append(...plain.split(/\n\s*\n/).map((part) => Object.assign(document.createElement("p"), { innerText: part })));
    return plain && box.innerHTML;
  }

  const valueOf = (field) => ("prose" in field.dataset ? (field.proseEditor ? field.proseEditor.get() : paragraphs(field.value)) : field.value);

  function values(form, skip = () => false) {
    const found = {};
    for (const field of form.elements) {
      if (!field.name || field.disabled || never(field) || skip(field)) continue;
      const chosen = field.type === "checkbox" || field.type === "radio" ? (field.checked ? [field.value] : [])
        : field.type === "select-multiple" ? [...field.selectedOptions].map((option) => option.value) : [valueOf(field)];
      found[field.name] = [...(found[field.name] || []), ...chosen];
    }
    return found;
  }

  function put(form, kept) {
    const left = structuredClone(kept);
    for (const field of form.elements) {
      if (!(field.name in kept) || never(field)) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept[field.name].includes(field.value);
      else if (field.type === "select-multiple") for (const option of field.options) option.selected = kept[field.name].includes(option.value);
      else if ("prose" in field.dataset) proseOf(field, left[field.name].shift() ?? "");
      else field.value = left[field.name].shift() ?? field.value;
    }
  }

  // Its editor is made after this script, from what stands there.
  function proseOf(field, html) {
    if (field.proseEditor) field.proseEditor.set(html);
    else { delete field.dataset.typed; field.dataset.html = html; }
  }

  function tell(form, words, link = "") {
    const notice = document.createElement("p");
    notice.className = "notice wait";
    notice.setAttribute("role", "status");
    notice.textContent = words;
    if (link) notice.append(" ", Object.assign(document.createElement("a"), { href: here(), textContent: link }));
    form.prepend(notice);
    form.scrollIntoView({ block: "center" });
  }

  // A form over a revision, or with a long text.
  const revised = () => [...document.forms].filter((form) => form.method === "post" && !("autosave" in form.dataset) && !form.closest(".conflict") && (form.elements.revision || form.querySelector("[data-prose]")));
  const nameOf = (form) => `typed ${here()} ${revised().indexOf(form)}`;
  const revisionOf = (form) => form.elements.revision?.value ?? "";
  const write = (form, more) => sessionStorage.setItem(nameOf(form), JSON.stringify({ revision: revisionOf(form), values: values(form, (field) => field.type === "hidden"), ...more }));

  document.addEventListener("input", ({ target: { form } }) => { if (revised().includes(form)) write(form); });

  // Last of all that listens: what another script sends by itself is not kept.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const place = [...document.forms].indexOf(form);
    sessionStorage.setItem(KEY, JSON.stringify({ here: here(), action: form.getAttribute("action"), place, values: values(form) }));
    if (revised().includes(form)) write(form, { sent: true });
  });

  function afterSignIn() {
    const kept = read(KEY);
    const signedIn = document.referrer && new URL(document.referrer).pathname === body.signIn;
    if (!kept || !signedIn || kept.here !== here()) return;
    const same = [...document.forms].filter((form) => form.getAttribute("action") === kept.action);
    const form = same.includes(document.forms[kept.place]) ? document.forms[kept.place] : same[0];
    if (!form) return;
    put(form, kept.values);
    tell(form, body.kept);
  }

  function afterBack(form) {
    const kept = read(nameOf(form));
    if (!kept || performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
    const older = kept.revision !== revisionOf(form);
    // It arrived, and what stands here is what became of it; or others may have ticked here since.
    if (older && (kept.sent || "sameRevision" in form.dataset)) return;
    const now = values(form, (field) => field.type === "hidden");
    if (JSON.stringify(now) === JSON.stringify(kept.values)) return;
    put(form, kept.values);
    if (older) form.elements.revision.value = kept.revision;
    write(form);
    tell(form, older ? body.typedOver : body.typed, body.showSaved);
  }

  // Older than what may stand there now: the page as it was left, which some browsers keep whole.
  addEventListener("pageshow", ({ persisted }) => {
    const forms = persisted ? [...document.forms].filter((form) => form.elements.revision) : [];
    if (forms.length && !forms.some((form) => (form.unsaved ? form.unsaved() : sessionStorage.getItem(nameOf(form))))) location.reload();
  });

  function lost(key) {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { return; }
    if (!kept?.lost || kept.lost.user !== body.user || document.querySelector(`[data-keep="${CSS.escape(key.slice(10))}"]`)) return;
    const one = document.getElementById("lost").content.cloneNode(true).firstElementChild;
    const words = Object.values(kept.texts).map((text) => (kept.html ? text.replace(/<br>|<\/(p|h3|h4|li|tr|blockquote)>/g, "\n$&") : text)).join("\n\n");
    const text = new DOMParser().parseFromString(kept.html ? words : "", "text/html").body.textContent;
    one.querySelector("[data-title]").textContent = kept.lost.title;
    one.querySelector("textarea").value = (kept.html ? text : words).trim();
    one.querySelector("button").addEventListener("click", () => { localStorage.removeItem(key); one.remove(); });
    document.getElementById("content").prepend(one);
  }

  afterSignIn();
  revised().forEach(afterBack);
  if (document.getElementById("lost")) Object.keys(localStorage).filter((key) => key.startsWith("samenspel.")).forEach(lost);
})();
