// A search box over a list to tick: hides what does not match, never what is ticked. Where the server searches (hx-post),
// it only keeps Enter from sending the form. A button ticks a group at once. Without this script the list is whole and the box stays hidden.
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

const show = (root) => root.querySelectorAll(":is(.service-search, [data-ticks-all])[hidden]").forEach((one) => { one.hidden = false; });

// A group at once: all that is shown of it or, where that is ticked already, none.
document.addEventListener("click", ({ target }) => {
  const group = target.closest?.("[data-ticks-all]")?.closest("[data-group]");
  if (!group) return;
  const boxes = [...group.querySelectorAll("label:not([hidden]) input")];
  const ticks = boxes.some((box) => !box.checked);
  boxes.filter((box) => box.checked !== ticks).forEach((box) => {
    box.checked = ticks;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
});

function filter(box) {
  const words = plain(box.value);
  const list = box.closest("[data-choices]");
  let found = 0;
  for (const group of list.querySelectorAll("[data-group]")) {
    const named = plain(group.querySelector(".service-group > span").textContent).includes(words);
    let seen = 0;
    for (const label of group.querySelectorAll("label")) {
      label.hidden = !(named || plain(label.textContent).includes(words) || label.querySelector("input").checked);
      seen += label.hidden ? 0 : 1;
    }
    group.hidden = !seen;
    found += seen;
  }
  list.querySelector("[data-none]").hidden = found > 0;
}

document.addEventListener("input", ({ target }) => { if (target.matches("[data-filters]:not([hx-post])")) filter(target); });
document.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("[data-filters]")) event.preventDefault(); });
// An answer under way knows nothing of what is ticked meanwhile and would take it away: ask again.
document.addEventListener("change", ({ target }) => {
  if (target.type === "checkbox") target.closest("[data-choices]")?.querySelector("[hx-post].htmx-request")?.dispatchEvent(new Event("ticked"));
});
document.addEventListener("htmx:afterSettle", ({ target }) => show(target));
show(document);
