// Keeps what is written on a page while it is written. The server is the truth; nothing is validated here,
// no field is changed, the page never moves. Without this file every button of the form saves first.

const QUIET = 2000; // wait this long after the last key
const SELDOM = 10000; // and send no oftener than this
const LONGEST = 120000; // the longest wait between tries when there is no contact

export function keep(form) {
  const line = document.querySelector("[data-saved]");
  let version = form.dataset.version ?? "0";
  let timer = 0;
  let sentAt = -SELDOM;
  let tries = 0;
  let changed = false;
  let sending = false;
  let stopped = false;

  const say = (words, look = "") => {
    if (!line || line.textContent === words) return;
    line.replaceChildren(words);
    line.classList.toggle("tag", Boolean(look));
    line.classList.toggle("tag-warn", look === "warn");
  };

  const plan = (wait) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(send, Math.max(wait, sentAt + SELDOM - performance.now()));
  };

  const body = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("version", version);
    return data;
  };

  async function send(keepalive = false) {
    clearTimeout(timer);
    if (!changed || stopped) return;
    if (sending && !keepalive) return plan(QUIET);
    const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "" };
    changed = false;
    sending = true;
    sentAt = performance.now();
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", headers, body: body(), keepalive });
      if (answer.status === 409) return conflict(await answer.json());
      if (!answer.ok) throw new Error(String(answer.status));
      saved(await answer.json());
    } catch {
      changed = true;
      tries += 1;
      say(line?.dataset.offline ?? "", "warn");
      plan(Math.min(LONGEST, QUIET * 2 ** tries));
    } finally {
      sending = false;
    }
  }

  function saved(facts) {
    tries = 0;
    version = String(facts.version);
    form.dataset.version = version;
    if (form.elements.version) form.elements.version.value = version;
    say(facts.words);
    if (changed) plan(QUIET);
  }

  function conflict(facts) {
    stopped = true;
    say(`${facts.words ?? line?.dataset.conflict ?? ""} `, "warn");
    if (!line || !facts.url) return;
    const link = document.createElement("a");
    link.href = facts.url;
    link.textContent = line.dataset.conflictLink ?? facts.url;
    line.append(link);
  }

  const touched = () => {
    changed = true;
    if (!tries) plan(QUIET);
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    changed = false;
  });
  window.addEventListener("online", () => plan(0));
  window.addEventListener("pagehide", () => send(true));
}
