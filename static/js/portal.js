// Small conveniences. Every page works without this file.

/** Characters as the server counts them: composed, outer space gone, one per code point, a line break as one. */
export const lengthOf = (text) => [...text.replace(/\r\n?/g, "\n").normalize("NFC").trim()].length;

function watchCounter(counter) {
  const box = document.getElementById(counter.dataset.for);
  if (!box) return;
  const most = Number(counter.dataset.counter);
  const show = () => {
    const used = lengthOf(box.value);
    const state = used > most ? "over" : used >= most * 0.9 ? "near" : "";
    const words = { over: counter.dataset.over, near: counter.dataset.left }[state] ?? counter.dataset.soFar;
    const number = { over: used - most, near: most - used }[state] ?? used;
    if (box.type === "text") counter.hidden = !state;
    counter.textContent = words.replace("{n}", number).replace("{most}", most);
    counter.dataset.state = state;
    if (state) counter.setAttribute("aria-live", "polite");
    else counter.removeAttribute("aria-live");
  };
  box.addEventListener("input", show);
  show();
}

function submitOnce(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  const button = event.submitter;
  if (button?.dataset.busy) {
    button.dataset.label = button.textContent;
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-busy", "true");
  }
  // A download answers without leaving the page, so the form must wake again by itself.
  setTimeout(() => wake(form), 10000);
}

function wake(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-busy]")) {
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-busy");
  }
}

function followErrorLink(event) {
  const link = event.target.closest("#error-summary a[href^='#']");
  const box = link && document.getElementById(link.hash.slice(1));
  if (!box) return;
  event.preventDefault();
  (box.closest(".field") ?? box).scrollIntoView({ block: "start" });
  box.focus({ preventScroll: true });
}

async function copyAddress(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  button.textContent = button.dataset.done;
}

function scoreByKey(event) {
  const group = event.target.closest("[data-score]");
  const allowed = document.querySelector("[data-shortcuts]")?.checked ?? true;
  if (!group || !allowed || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
  const wanted = event.key === "0" ? "none" : event.key;
  const box = [...group.querySelectorAll("input[type=radio]")].find((radio) => radio.value === wanted);
  if (!box) return;
  event.preventDefault();
  box.click();
  box.focus();
}

function closeMenu(event) {
  const menu = document.querySelector("details.menu[open]");
  if (!menu || (event.type === "keydown" && event.key !== "Escape")) return;
  if (event.type !== "keydown" && menu.contains(event.target)) return;
  menu.open = false;
  if (event.type === "keydown") menu.querySelector("summary").focus();
}

document.querySelectorAll("[data-counter]").forEach(watchCounter);
document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = !navigator.clipboard));
document.addEventListener("submit", submitOnce);
document.addEventListener("click", followErrorLink);
document.addEventListener("click", copyAddress);
document.addEventListener("click", closeMenu);
document.addEventListener("focusin", closeMenu);
document.addEventListener("keydown", scoreByKey);
document.addEventListener("keydown", closeMenu);
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(wake));
document.getElementById("error-summary")?.focus();
for (const form of document.querySelectorAll("form[data-autosave]")) {
  import("./autosave.js").then((module) => module.keep(form));
}
