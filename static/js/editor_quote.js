// Opening "comment" while a passage is selected above it quotes that passage (form[data-quotes]).
"use strict";

(() => {
  let last = "";

  // The selection is gone by the time the summary has the focus, so it is kept as it changes.
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const words = selection.toString().trim();
    const inside = selection.anchorNode?.parentElement?.closest(".prose, .review-item, .edit-part");
    if (words && inside) last = words;
  });

  document.addEventListener("toggle", (event) => {
    const form = event.target.open && event.target.querySelector?.("form[data-quotes]");
    if (!form) return;
    const quote = form.elements.quote;
    if (last && !quote.value) quote.value = last.slice(0, quote.maxLength > 0 ? quote.maxLength : 400);
    last = "";
    form.elements.text.focus();
  }, true);
})();
