// Remembers on this device whether the number keys score. The scoring itself is in portal.js; all works without both.
const KEY = "review-shortcuts";
const box = document.querySelector("[data-shortcuts]");
if (box) {
  box.checked = localStorage.getItem(KEY) !== "off";
  box.addEventListener("change", (event) => {
    event.stopPropagation();
    localStorage.setItem(KEY, box.checked ? "on" : "off");
  });
}
