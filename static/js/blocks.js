// Copies a section of the document to the clipboard, as HTML and as Markdown; the buttons appear only where that works.
(() => {
  if (!navigator.clipboard || !window.ClipboardItem) return;
  const show = () => { for (const button of document.querySelectorAll("[data-block]")) button.hidden = false; };
  show();
  document.addEventListener("htmx:afterSettle", show);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-block]");
    if (!button) return;
    const told = button.parentElement.querySelector("[data-told]");
    told.textContent = "Copying…";
    const fetched = async (address, type) => {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(answer.statusText);
      return new Blob([await answer.text()], { type });
    };
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/html": fetched(button.dataset.block, "text/html"),
          "text/plain": fetched(button.dataset.text, "text/plain"),
        }),
      ]);
      told.textContent = "Copied; paste it into the other document.";
    } catch {
      told.textContent = "Not copied by this browser; download it instead.";
    }
  });
})();
