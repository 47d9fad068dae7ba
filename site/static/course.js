// The theme names some buttons otherwise than they read; a screen reader shall say what stands there.
document.addEventListener("DOMContentLoaded", () => {
  for (const named of document.querySelectorAll("summary[aria-label], .search-button__button[aria-label]")) {
    if (named.textContent.trim()) named.removeAttribute("aria-label");
  }
});

// On paper nothing can be unfolded: what stands behind a guess is printed, the hints are not.
window.addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details.guess-first")) folded.open = true;
});
