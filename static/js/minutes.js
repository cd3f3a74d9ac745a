// Saves each text of the minutes while somebody types. A text that is not saved yet also stays in this
// browser, so that a lost connection or a closed lid loses no word. Works on form[data-autosave][data-key].
"use strict";

(() => {
  const WAIT = 1200, AGAIN = 5000;

  function autosave(form) {
    const field = form.querySelector("textarea");
    const place = form.querySelector("[data-autosave-state]");
    const key = `samenspel-${form.dataset.key}`;
    let timer = 0, busy = false, saved = field.value;

    const keep = () => { try { localStorage.setItem(key, JSON.stringify({ text: field.value, base: saved })); } catch { /* full or forbidden */ } };
    const forget = () => { try { localStorage.removeItem(key); } catch { /* forbidden */ } };
    const show = (state) => { place.dataset.state = state; };
    const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

    function fail(sentence) {
      if (sentence) place.querySelector("[data-when=failed]").lastChild.textContent = sentence;
      show("failed");
    }

    async function save() {
      if (busy) { later(WAIT); return; }
      if (field.value === saved) { return; }
      const sent = field.value;
      busy = true;
      show("busy");
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
        await read(answer, sent);
      } catch {
        fail();
        later(AGAIN);
      } finally {
        busy = false;
      }
    }

    async function read(answer, sent) {
      if (answer.status === 409) { conflict(await answer.text()); return; }
      // A page instead of an answer: the session ended. The text waits here until one is signed in again.
      if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) { fail(); later(AGAIN * 6); return; }
      const facts = await answer.json();
      if (!answer.ok) { fail(facts.error); return; }
      form.elements.revision.value = facts.revision;
      saved = sent;
      place.querySelector("[data-at]").textContent = facts.at;
      show("saved");
      if (field.value === saved) forget(); else later(WAIT);
    }

    // Both texts, side by side; the forms in the panel say which one stays.
    function conflict(html) {
      clearTimeout(timer);
      forget();
      form.hidden = true;
      const panel = document.createElement("div");
      panel.innerHTML = html;
      form.before(panel);
      panel.querySelector("[data-focus]")?.focus();
    }

    function restore() {
      let kept = null;
      try { kept = JSON.parse(localStorage.getItem(key) || "null"); } catch { return; }
      if (!kept || kept.text === field.value) { forget(); return; }
      // Somebody else may have written since: then the server answers with both texts.
      if (kept.base !== field.value) form.elements.revision.value = 0;
      field.value = kept.text;
      later(0);
    }

    field.addEventListener("input", () => { keep(); later(WAIT); });
    field.addEventListener("blur", () => { if (field.value !== saved) later(0); });
    form.addEventListener("submit", forget);
    addEventListener("online", () => later(0));
    addEventListener("pagehide", () => { if (field.value !== saved) keep(); });
    restore();
  }

  document.querySelectorAll("form[data-autosave][data-key]").forEach(autosave);
})();
