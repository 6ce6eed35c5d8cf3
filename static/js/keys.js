// The questions by keyboard: "?" is not known, "~" turns how sure, Enter goes on, Ctrl+S saves, groups stay folded.
(() => {
  const form = document.querySelector("form[data-questionnaire]");
  if (!form) return;
  document.querySelector("[data-keys]")?.removeAttribute("hidden");

  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".btn-primary"));
      return;
    }
    const question = event.target.closest(".question");
    if (!question || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target.matches("input:not([type=file])")) {
      event.preventDefault();
      next(question)?.focus();
    } else if (event.key === "?" && !question.querySelector("table") && isEmpty(event.target)) {
      event.preventDefault();
      notKnown(question, event.target);
    } else if (event.key === "~" && !event.target.matches("textarea, td input")) {
      event.preventDefault();
      const sure = question.querySelector("select.sure");
      sure.selectedIndex = (sure.selectedIndex + 1) % sure.options.length;
      tell(sure);
    }
  });

  function next(question) {
    const all = [...form.querySelectorAll(".question")].filter((one) => one.offsetParent);
    return all[all.indexOf(question) + 1]?.querySelector("input:not([type=hidden]), select, textarea");
  }

  function isEmpty(target) {
    return !target.matches("textarea, input:not([type=radio], [type=checkbox])") || target.value === "";
  }

  function notKnown(question, target) {
    const tick = question.querySelector("input[name$='-unknown']");
    if (tick) tick.checked = !tick.checked;
    else if (target.matches("select:not(.sure)")) target.value = "?";
    else {
      const choice = question.querySelector("input[type=radio][value='?']");
      if (!choice) return;
      choice.checked = true;
      choice.focus();
    }
    tell(tick || target);
  }

  function tell(input) {
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A link to something inside a folded part unfolds it.
  form.ownerDocument.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const goal = link && document.getElementById(link.hash.slice(1));
    for (let part = goal; part; part = part.parentElement) if (part.matches("details")) part.open = true;
  });
})();
