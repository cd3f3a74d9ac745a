// Says beside a text that somebody else wrote there since it was opened, and shows it on request:
//
//   <div data-news-url="…" data-since="2026-12-01T10:00:00+00:00">   asked every five seconds that the page is looked at, with ?since=
//   <template id="news"> the notice, with [data-says] and a button </template>
//   <div role="status" data-news="KEY"></div>                        its place, within the same [data-news-of] as the form
//
// The answer is {since, texts: [{key, revision, says, texts: {FIELD: text}}]} (common/news.py). Nothing is overwritten: a form with something unsaved
// keeps it, and autosave.js shows both texts when it is saved. A form that nobody is in shows the newer text at once.
"use strict";

(() => {
  const EVERY = 5000;
  const page = document.querySelector("[data-news-url]");
  const form = document.getElementById("news");
  if (!page || !form) return;
  let since = page.dataset.since;

  async function ask() {
    if (document.hidden) return;
    let answer;
    try { answer = await fetch(`${page.dataset.newsUrl}?since=${encodeURIComponent(since)}`, { headers: { Accept: "application/json" } }); } catch { return; }
    // Signed out, or the minutes were sent: nothing more will come.
    if (!answer.ok || answer.redirected) { clearInterval(timer); return; }
    const news = await answer.json();
    since = news.since;
    news.texts.forEach(tell);
  }

  function tell(one) {
    const place = document.querySelector(`[data-news="${CSS.escape(one.key)}"]`);
    const own = place?.closest("[data-news-of]").querySelector("form[data-autosave]");
    if (!own || own.hidden || Number(own.elements.revision.value) >= one.revision) return;
    if (Number(place.dataset.told) >= one.revision) return;
    place.dataset.told = one.revision;
    const notice = form.content.cloneNode(true);
    notice.querySelector("[data-says]").textContent = one.says;
    const button = notice.querySelector("button");
    button.addEventListener("click", () => show(own, place, one));
    if (!own.contains(document.activeElement) && take(own, one)) button.parentElement.remove();
    place.replaceChildren(notice);
    own.addEventListener("autosave:saved", () => place.replaceChildren(), { once: true });
  }

  function take(own, one) {
    const detail = { revision: one.revision, texts: one.texts };
    return !own.dispatchEvent(new CustomEvent("autosave:take", { cancelable: true, detail }));
  }

  function show(own, place, one) {
    if (!take(own, one)) return;
    place.replaceChildren();
    own.closest("details")?.setAttribute("open", "");
    own.querySelector("[contenteditable], textarea")?.focus();
  }

  const timer = setInterval(ask, EVERY);
  addEventListener("focus", ask);
  document.addEventListener("visibilitychange", ask);
})();
