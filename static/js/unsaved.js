// The backoffice asks before a changed form is left behind. Forms that save themselves need no question.
for (const form of document.querySelectorAll("#content form[method=post]:not([data-autosave])")) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
