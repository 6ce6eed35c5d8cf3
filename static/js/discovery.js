// The questionnaire while somebody types: a value unticks "not known", and leaving with unsaved answers asks first.
(() => {
  const form = document.querySelector("form[data-questionnaire]");
  if (!form) return;
  let changed = form.hasAttribute("data-unsaved");

  form.addEventListener("input", (event) => {
    changed = true;
    const question = event.target.closest(".question");
    const unknown = question?.querySelector("input[name$='-unknown']");
    if (!unknown) return;
    if (event.target === unknown) {
      for (const input of question.querySelectorAll("[name$='-value']")) setAside(input, unknown.checked);
    } else if (event.target.name.endsWith("-value") && holdsValue(event.target)) {
      unknown.checked = false;
    }
  });
  // What is typed into the last row of a table brings another one.
  form.addEventListener("input", (event) => {
    const row = event.target.closest("table[data-rows] tbody tr:last-child");
    if (!row || !event.target.value) return;
    const next = row.cloneNode(true);
    for (const input of next.querySelectorAll("input")) {
      input.value = "";
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, row.rowIndex + 1));
    }
    row.after(next);
  });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed && !form.dataset.typed) event.preventDefault(); });

  function holdsValue(input) {
    return input.type === "checkbox" ? input.checked : input.value.trim() !== "";
  }

  // What was typed comes back when the tick is taken away again.
  function setAside(input, away) {
    if (input.type === "checkbox") {
      if (away) input.dataset.before = input.checked ? "y" : "";
      input.checked = !away && input.dataset.before === "y";
    } else {
      if (away) input.dataset.before = input.value;
      input.value = away ? "" : input.dataset.before || "";
    }
  }
})();
