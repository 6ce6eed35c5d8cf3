// Says how much is being sent and shows that it goes on; refuses too much before a byte of it travels.
(() => {
  const form = document.getElementById("give");
  if (!form) return;
  const input = form.querySelector("[type=file]");
  const state = document.getElementById("reports-state");
  const bar = document.getElementById("reading");
  const button = form.querySelector("[type=submit]");
  const most = Number(form.dataset.most);
  const told = (bytes) => {
    const [step, unit] = bytes < 1e6 ? [1e3, "kB"] : [1e6, "MB"];
    return `${(bytes / step).toLocaleString("en", { maximumFractionDigits: bytes < 10 * step ? 1 : 0 })} ${unit}`;
  };
  const sum = () => [...input.files].reduce((bytes, file) => bytes + file.size, 0);

  const look = () => {
    const fits = sum() <= most;
    state.className = fits ? "hint" : "wrong";
    const files = `${input.files.length} ${input.files.length === 1 ? "file" : "files"}, ${told(sum())}`;
    state.textContent = fits ? (input.files.length ? files : "") : `${files}: more than ${told(most)}. Give fewer at a time.`;
    return fits;
  };
  input.addEventListener("change", look);
  form.addEventListener("submit", (event) => {
    if (!look()) return event.preventDefault();
    state.textContent = `Sending and reading ${state.textContent}…`;
    bar.hidden = false;
    setTimeout(() => { button.disabled = true; });
  });
  addEventListener("pageshow", () => { bar.hidden = true; button.disabled = false; look(); });
})();
