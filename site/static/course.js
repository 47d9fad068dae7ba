// The theme names some buttons otherwise than they read; a screen reader shall say what stands there.
document.addEventListener("DOMContentLoaded", () => {
  for (const named of document.querySelectorAll("summary[aria-label], .search-button__button[aria-label]")) {
    if (named.textContent.trim()) named.removeAttribute("aria-label");
  }
});
