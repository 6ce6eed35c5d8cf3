// Copies an address to the clipboard; the button appears only where that works, the address can be selected anyway.
(() => {
  const button = document.querySelector("[data-copy]");
  const input = button && document.getElementById(button.dataset.copy);
  if (!input) return;
  input.addEventListener("focus", () => input.select());
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const told = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(input.value);
      told.textContent = "Copied.";
    } catch {
      input.select();
      told.textContent = "Not copied by this browser: the address is selected, copy it with the keyboard.";
    }
  });
})();
