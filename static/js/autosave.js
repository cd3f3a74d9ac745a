// Saves a form while one types:
//
//   <form method="post" action="…" autocomplete="off" data-autosave data-keep="vision.part.KEY.USER">
//     {% csrf_token %}<input type="hidden" name="revision" value="3"> … {% include "parts/autosave.html" %}
//     <noscript><button class="button">Save</button></noscript>
//   </form>
//
// The view is as common/autosave.py says: 200 with {revision, at}, 409 with a panel of both texts,
// 422 with {error}. What is not saved yet is kept in this browser under data-keep, with the revision that it
// was typed over, so that a lost connection, a closed window or an ended sign-in loses nothing. A form may have
// more than one field, and one revision. A button with data-leaves sends the form the ordinary way.
// autocomplete="off": what a browser puts back by itself after "back" would go with a newer revision.
"use strict";

(() => {
  const WAIT = 900;
  const AGAIN = [2000, 5000, 10000, 30000];
  const TAB = Math.random().toString(36).slice(2);
  const ENDS = document.getElementById("autosave-ends")?.dataset ?? {};
  const body = document.body.dataset;
  const keeper = {
    get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full, or forbidden */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
  };
  let ledAt = 0;
  const came = () => performance.getEntriesByType("navigation")[0]?.type;
  const differs = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.matches("select")) return [...field.options].some((one) => one.selected !== one.defaultSelected) && field.selectedIndex > 0;
    return field.value !== field.defaultValue;
  };

  const first = (field) => (field.matches("select") ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0]).value : field.defaultValue);

  function autosave(form) {
    if (form.autosaving) return;
    form.autosaving = true;
    const key = form.dataset.keep && `samenspel.${form.dataset.keep}`;
    const mark = form.querySelector("[data-autosave-state]") ?? document.querySelector(form.dataset.state ?? "#none");
    // Why nothing is sent any more: "conflict", or the name of a sentence in parts/prose_scripts.html, or "out".
    let stopped = "";
    let timer, failures = 0, sending = null, dirty = false, ready = false, composing = false, renewed = false, unsavable = false, alive = false, last = 0, base = {}, typedIn = form;

    const revision = () => form.elements.revision;
    const skipped = new Set(["csrfmiddlewaretoken", "revision", "format"]);
    const fields = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const texts = () => Object.fromEntries(fields().filter(([name]) => !skipped.has(name)));
    const prose = () => [...form.querySelectorAll("textarea[data-prose]")];
    const isHtml = () => prose().some((one) => one.proseEditor);
    const plain = () => [...form.elements].filter((one) => one.name && one.matches("input:not([type=hidden]), select, textarea") && !one.proseEditor);

    function say(state, words = ENDS[state]) {
      if (!mark) return;
      mark.dataset.state = state in ENDS ? "refused" : state;
      const place = mark.querySelector(mark.dataset.state === "refused" ? "[data-refusal]" : "[data-at]");
      if (words && place) place.textContent = words;
    }

    // What the server will not take is shown on every page until it is thrown away or saved after all (kept.js).
    function keep() {
      const lost = unsavable ? { user: body.user, title: title() } : undefined;
      const out = stopped === "out" ? { field: typedIn.name, at: last } : undefined;
      if (key) keeper.set(key, { tab: TAB, revision: revision().value, texts: texts(), html: isHtml(), base, lost, out });
    }

    const title = () => (form.closest("section, details")?.querySelector("h1, h2, h3, summary") ?? document.querySelector("h1"))?.textContent.trim() ?? "";

    // Another window may keep something under the same key.
    function drop() {
      if (key && (keeper.get(key)?.tab ?? TAB) === TAB) keeper.drop(key);
    }

    function changed() {
      last = Date.now();
      if (!ready || stopped === "conflict") return;
      dirty = true;
      keep();
      if (stopped) return;
      say("busy");
      clearTimeout(timer);
      timer = setTimeout(save, WAIT);
    }

    function save(leaving = false) {
      clearTimeout(timer);
      if (stopped || !dirty) return Promise.resolve();
      sending ??= send(leaving).finally(() => {
        sending = null;
        if (dirty && !stopped && !failures) timer = setTimeout(save, WAIT);
      });
      return sending;
    }

    async function send(leaving) {
      dirty = false;
      alive = leaving;
      let sent = texts();
      let answer = await post(fields(), leaving);
      // Somebody else came first: with the text that one began with, both can be put together. Asked once nothing
      // is typed any more, and anew when something was: the panel has all of it.
      for (let asked = false; answer?.status === 409; asked = true) {
        const panel = await answer.text();
        if (asked && !dirty && !composing) { conflict(panel); return; }
        await pause();
        dirty = false;
        sent = texts();
        answer = await post([...fields(), ...Object.entries(base).map(([name, value]) => [`base-${name}`, value])]);
      }
      await take(answer, sent);
    }

    const pause = () => new Promise((done) => {
      const look = () => (composing || Date.now() - last < WAIT ? setTimeout(look, 100) : done());
      look();
    });

    async function post(all, leaving = false) {
      try {
        return await fetch(form.action, { method: "POST", body: new URLSearchParams(all), headers: { Accept: "application/json" }, keepalive: leaving });
      } catch {
        return null;
      }
    }

    async function take(answer, sent) {
      const status = answer?.status ?? 0;
      const json = answer && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer?.ok && json) await taken(await answer.json(), sent);
      else if (status === 422 && json) refuse("refused", (await answer.json()).error);
      else if (status === 413 || status === 400) refuse("large");
      else if (!status || status === 429 || status >= 500) again(Number(answer?.headers.get("Retry-After")) * 1000 || 0);
      else await wonder(status);
    }

    async function taken({ revision: next, at }, sent) {
      revision().value = next;
      base = sent;
      failures = 0;
      renewed = unsavable = false;
      if (dirty) { keep(); return; }
      drop();
      say("saved", at);
      form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: { revision: next } }));
    }

    function refuse(state, words) {
      unsavable = true;
      keep();
      say(state, words);
    }

    function again(wait = 0) {
      dirty = true;
      say("failed");
      timer = setTimeout(save, Math.max(wait, AGAIN[Math.min(failures++, AGAIN.length - 1)]));
    }

    // It was refused. What the page of this form is now tells why: the sign-in ended, somebody else signed in,
    // one is no member any more, one signed in anew (and only the form is from before), or the text or the right to it
    // is gone.
    async function wonder(status) {
      let page, there;
      try {
        page = await fetch(location.href, { headers: { Accept: "text/html" } });
        there = new DOMParser().parseFromString(await page.text(), "text/html");
      } catch { again(); return; }
      const same = [...there.querySelectorAll("form[data-autosave]")].find((one) => (key ? one.dataset.keep === form.dataset.keep : one.getAttribute("action") === form.getAttribute("action")));
      if (new URL(page.url).pathname === body.signIn) stop("out");
      else if (there.body.dataset.user && there.body.dataset.user !== body.user) stop("other");
      else if (there.querySelector("h1[data-ended]")) stop("left");
      else if (same && !renewed) {
        renewed = true;
        const token = same.querySelector("[name=csrfmiddlewaretoken]").value;
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => { one.value = token; });
        document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
        dirty = true;
        await send();
      } else stop(status === 403 || page.status === 403 ? "denied" : "gone");
    }

    function stop(why) {
      stopped = why;
      dirty = true;
      unsavable = ["gone", "denied", "left"].includes(why);
      keep();
      say(why);
    }

    // One may have signed in again in another window.
    function tryAgain() {
      if (stopped !== "out" && stopped !== "other") return;
      stopped = "";
      save();
    }

    function conflict(html) {
      stopped = "conflict";
      say("");
      const place = document.createElement("div");
      place.innerHTML = html;
      form.after(place);
      form.inert = true;
      form.hidden = true;
      // Until the next page comes: one that never arrives loses nothing.
      place.addEventListener("submit", () => { if (key) keeper.set(key, { ...keeper.get(key), sent: true }); });
      place.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true })); // its editor
      (place.querySelector("[data-focus]") ?? place).focus();
    }

    function put(name, value, html) {
      const field = form.elements[name];
      if (field?.proseEditor && html) field.proseEditor.set(value);
      else if (field?.type === "checkbox") field.checked = true;
      else if (field && "value" in field) field.value = value;
    }

    // The form is whole, editors included. First what an earlier visit could not save: it is put back with the
    // revision that it was typed over, and saved; when the text changed meanwhile, both are shown.
    function begin() {
      const early = plain().filter(differs);
      // Nobody touched this page yet: the browser put back what once stood here.
      if (early.length && navigator.userActivation?.hasBeenActive === false) { early.length = 0; form.reset(); }
      base = texts();
      for (const field of early) {
        if (field.type === "checkbox" && !field.defaultChecked) delete base[field.name];
        else base[field.name] = field.dataset.html ?? first(field);
      }
      ready = true;
      const kept = key && keeper.get(key);
      const now = texts();
      const known = kept && ((kept.sent && came() !== "back_forward") || Object.keys(kept.texts).every((one) => kept.texts[one] === now[one]));
      if (known) keeper.drop(key);
      else if (kept) {
        for (const [one, value] of Object.entries(kept.texts)) if (!early.some((field) => field.name === one)) put(one, value, kept.html);
        revision().value = kept.revision;
        base = kept.base ?? {};
        form.closest("details")?.setAttribute("open", "");
        if (kept.out) lead(kept.out);
      }
      if (early.length || (kept && !known)) changed();
    }

    // One had to sign in again. Where several forms waited, to the one in which one typed last.
    function lead({ field: name, at }) {
      const notice = Object.assign(document.createElement("p"), { className: "notice wait", textContent: ENDS.restored });
      notice.setAttribute("role", "status");
      form.prepend(notice);
      if (at < ledAt) return;
      ledAt = at;
      const field = form.elements[name];
      if (field?.proseEditor) field.proseEditor.focus();
      else field?.focus?.();
      form.scrollIntoView({ block: "center" });
    }

    const typed = (event) => {
      if (event.target.matches("[data-link-address]")) return;
      typedIn = event.target;
      changed();
    };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    // The keyboard of a phone, and those for Chinese or Japanese, still work on a word.
    form.addEventListener("compositionstart", () => { composing = true; });
    form.addEventListener("compositionend", () => { composing = false; last = Date.now(); });
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("data-leaves")) return;
      event.preventDefault();
      dirty = true;
      say("busy");
      save();
    });
    // A newer text of somebody else (news.js), unless something of one's own waits here.
    form.addEventListener("autosave:take", (event) => {
      if (dirty || sending || stopped || composing || !ready) return;
      for (const [name, value] of Object.entries(event.detail.texts)) put(name, value, true);
      revision().value = event.detail.revision;
      base = texts();
      event.preventDefault();
    });
    form.addEventListener("focusout", () => { if (dirty && !failures) save(); });
    addEventListener("online", () => save());
    addEventListener("focus", tryAgain);
    addEventListener("pagehide", () => { if (sending && !alive) { dirty = true; sending = null; } save(true); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); else tryAgain(); });
    // For kept.js: whether something is not saved yet, and to wait until it is.
    form.unsaved = () => dirty || Boolean(sending) || Boolean(stopped);
    form.settled = async () => {
      for (let turn = 0; turn < 3 && (dirty || sending) && !stopped && !failures; turn++) await save();
      return stopped !== "conflict" && !failures;
    };

    const waiting = prose().filter((one) => !one.proseEditor && !one.proseIsPlain);
    let left = waiting.length;
    if (!left) begin();
    waiting.forEach((one) => one.addEventListener("prose:ready", () => { if (--left === 0) begin(); }, { once: true }));
  }

  // Another form of the page waits until all that was typed is saved.
  addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    const waiting = [...document.querySelectorAll("form[data-autosave]")].filter((one) => one !== form && one.unsaved?.() && !one.inert);
    if (form.method !== "post" || (form.autosaving && !submitter?.hasAttribute("data-leaves")) || !waiting.length || form.waited) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const all = await Promise.all(waiting.map((one) => one.settled()));
    form.waited = true;
    if (all.every(Boolean)) form.requestSubmit(submitter);
    form.waited = false;
  }, true);

  const all = (root) => root.querySelectorAll("form[data-autosave]").forEach(autosave);
  all(document);
  document.addEventListener("htmx:afterSettle", (event) => all(event.target));
})();
