// Saves a form while one types:
//
//   <form method="post" action="…" data-autosave data-keep="vision.part.KEY.USER">
//     {% csrf_token %}<input type="hidden" name="revision" value="3"> … {% include "parts/autosave.html" %}
//     <noscript><button class="button">Save</button></noscript>
//   </form>
//
// The view is as common/autosave.py says: 200 with {revision, at}, 409 with a panel of both texts,
// 422 with {error}. What is not saved yet is kept in this browser under data-keep, so that a lost
// connection, a closed window or an ended sign-in loses nothing. A form may have more than one field,
// and one revision. A button with data-leaves sends the form the ordinary way.
"use strict";

(() => {
  const WAIT = 900;
  const AGAIN = [2000, 5000, 10000, 30000];
  const keeper = {
    get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full, or forbidden */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
  };

  function autosave(form) {
    if (form.autosaving) return;
    form.autosaving = true;
    const key = form.dataset.keep && `samenspel.${form.dataset.keep}`;
    const mark = form.querySelector("[data-autosave-state]") ?? document.querySelector(form.dataset.state ?? "#none");
    let timer, failures = 0, sending = false, dirty = false, stopped = false, base = {};

    const revision = () => form.elements.revision;
    const skipped = new Set(["csrfmiddlewaretoken", "revision", "format"]);
    const texts = () => Object.fromEntries([...new FormData(form)].filter(([name, value]) => !skipped.has(name) && typeof value === "string"));
    const isHtml = () => form.querySelector("[data-prose-format]")?.value === "html";

    function say(state, words) {
      if (!mark) return;
      mark.dataset.state = state;
      const place = mark.querySelector(state === "refused" ? "[data-refusal]" : "[data-at]");
      if (words && place) place.textContent = words;
    }

    function changed() {
      if (stopped) return;
      dirty = true;
      if (key) keeper.set(key, { revision: revision().value, texts: texts(), html: isHtml(), base });
      say("busy");
      clearTimeout(timer);
      timer = setTimeout(save, WAIT);
    }

    async function save(leaving = false) {
      clearTimeout(timer);
      if (stopped || sending || !dirty) return;
      sending = true;
      dirty = false;
      const sent = [...new FormData(form)].filter(([, value]) => typeof value === "string");
      const now = texts();
      let answer = await post(sent, leaving);
      // Somebody else came first: with the text that one began with, both can be put together.
      if (answer?.status === 409) {
        await answer.text();
        answer = await post([...sent, ...Object.entries(base).map(([name, value]) => [`base-${name}`, value])]);
      }
      sending = false;
      await take(answer, now);
      if (dirty && !stopped && !failures) timer = setTimeout(save, WAIT);
    }

    async function post(fields, leaving = false) {
      try {
        return await fetch(form.action, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" }, keepalive: leaving });
      } catch {
        return null;
      }
    }

    async function take(answer, sent) {
      if (answer?.ok && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("application/json")) {
        const { revision: next, at } = await answer.json();
        revision().value = next;
        base = sent;
        failures = 0;
        if (dirty) { if (key) keeper.set(key, { revision: next, texts: texts(), html: isHtml(), base }); return; }
        if (key) keeper.drop(key);
        say("saved", at);
        form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: { revision: next } }));
      } else if (answer?.status === 409) conflict(await answer.text());
      else if (answer?.status === 422) say("refused", (await answer.json()).error);
      else if (answer && (answer.redirected || [401, 403, 404, 410].includes(answer.status))) { stopped = true; say("out"); }
      else {
        dirty = true;
        say("failed");
        timer = setTimeout(save, AGAIN[Math.min(failures++, AGAIN.length - 1)]);
      }
    }

    function conflict(html) {
      stopped = true;
      say("");
      const place = document.createElement("div");
      place.innerHTML = html;
      form.after(place);
      form.inert = true;
      form.hidden = true;
      place.addEventListener("submit", () => { if (key) keeper.drop(key); });
      place.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true })); // its editor
      (place.querySelector("[data-focus]") ?? place).focus();
    }

    // What an earlier visit could not save: put it back, and save it. When the text changed
    // meanwhile the old revision goes along, and both texts are shown.
    function restore() {
      const kept = key && keeper.get(key);
      const now = texts();
      base = now;
      if (!kept) return;
      if (Object.keys(kept.texts).every((name) => kept.texts[name] === now[name])) { keeper.drop(key); return; }
      for (const [name, value] of Object.entries(kept.texts)) {
        const field = form.elements[name];
        if (field?.proseEditor && kept.html) field.proseEditor.set(value);
        else if (field && "value" in field) field.value = value;
      }
      revision().value = kept.revision;
      base = kept.base ?? {};
      form.closest("details")?.setAttribute("open", "");
      changed();
    }

    form.addEventListener("input", (event) => { if (!event.target.matches("[data-link-address]")) changed(); });
    form.addEventListener("change", (event) => { if (!event.target.matches("[data-link-address]")) changed(); });
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("data-leaves")) { if (key) keeper.drop(key); return; }
      event.preventDefault();
      dirty = true;
      say("busy");
      save();
    });
    // A newer text of somebody else (news.js), unless something of one's own waits here.
    form.addEventListener("autosave:take", (event) => {
      if (dirty || sending || stopped) return;
      for (const [name, value] of Object.entries(event.detail.texts)) {
        const field = form.elements[name];
        if (field.proseEditor) field.proseEditor.set(value);
        else field.value = value;
      }
      revision().value = event.detail.revision;
      base = texts();
      event.preventDefault();
    });
    form.addEventListener("focusout", () => { if (dirty && !failures) save(); });
    addEventListener("online", () => { if (dirty) save(); });
    addEventListener("pagehide", () => { if (dirty) save(true); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && dirty) save(true); });

    const waiting = [...form.querySelectorAll("textarea[data-prose]")].filter((one) => !one.proseEditor);
    if (!waiting.length) restore();
    let left = waiting.length;
    waiting.forEach((one) => one.addEventListener("prose:ready", () => { if (--left === 0) restore(); }, { once: true }));
  }

  const all = (root) => root.querySelectorAll("form[data-autosave]").forEach(autosave);
  all(document);
  document.addEventListener("htmx:afterSettle", (event) => all(event.target));
})();
