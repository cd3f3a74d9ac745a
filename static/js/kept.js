// A session that ended while somebody typed: the form was refused, they sign in, and what they typed stands there again.
// It is kept in this tab only, until the next page that is not the sign-in page; never a password or a file.
"use strict";

(() => {
  const KEY = "kept";
  const here = () => location.pathname + location.search;
  const never = (field) => ["password", "file", "submit", "button"].includes(field.type) || field.name === "csrfmiddlewaretoken";

  function values(form) {
    const found = {};
    for (const field of form.elements) {
      if (!field.name || field.disabled || never(field)) continue;
      const chosen = field.type === "checkbox" || field.type === "radio" ? (field.checked ? [field.value] : [])
        : field.type === "select-multiple" ? [...field.selectedOptions].map((option) => option.value) : [field.value];
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
      else field.value = left[field.name].shift() ?? field.value;
    }
  }

  // Last of all that listens: what another script sends by itself is not kept.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const place = [...document.forms].indexOf(form);
    sessionStorage.setItem(KEY, JSON.stringify({ here: here(), action: form.getAttribute("action"), place, values: values(form) }));
  });

  const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
  sessionStorage.removeItem(KEY);
  const signedIn = document.referrer && new URL(document.referrer).pathname === document.body.dataset.signIn;
  if (!kept || !signedIn || kept.here !== here()) return;
  const same = [...document.forms].filter((form) => form.getAttribute("action") === kept.action);
  const form = same.includes(document.forms[kept.place]) ? document.forms[kept.place] : same[0];
  if (!form) return;
  put(form, kept.values);
  const notice = document.createElement("p");
  notice.className = "notice wait";
  notice.setAttribute("role", "status");
  notice.textContent = document.body.dataset.kept;
  form.prepend(notice);
  form.scrollIntoView({ block: "center" });
})();
