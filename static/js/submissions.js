// Question pages: the budget's running sum, rows pasted from a spreadsheet, questions that depend on another answer.
// The server does the same without this file.

const NBSP = "\u00a0";

/** Öre of what people write, or NaN; the server decides. */
export function ore(text) {
  const bare = text.replace(/sek|kronor|kr\.?|:-/gi, "").replace(/[\s\u00a0\u202f\u2009]/g, "");
  return /^\d+([.,]\d{1,2})?$/.test(bare) ? Math.round(Number(bare.replace(",", ".")) * 100) : NaN;
}

function money(sum) {
  const english = document.documentElement.lang.startsWith("en");
  const whole = String(Math.trunc(sum / 100)).replace(/\B(?=(\d{3})+$)/g, english ? "," : NBSP);
  const rest = sum % 100 ? (english ? "." : ",") + String(sum % 100).padStart(2, "0") : "";
  return english ? `SEK${NBSP}${whole}${rest}` : `${whole}${rest}${NBSP}kr`;
}

function watchBudget(budget) {
  const line = budget.querySelector("[data-budget-sum]");
  const highest = "highest" in budget.dataset ? Number(budget.dataset.highest) : null;
  const show = () => {
    const sums = [...budget.querySelectorAll(".input-money")].map((box) => ore(box.value)).filter(Boolean);
    const sum = sums.reduce((all, one) => all + one, 0);
    const over = highest !== null && sum > highest;
    const words = highest === null ? line.dataset.plain : over ? line.dataset.overWords : line.dataset.left;
    const facts = { sum, highest, left: highest - sum, over: sum - highest };
    const said = words.replace(/\{(\w+)\}/g, (_, name) => money(facts[name]));
    if (line.textContent !== said) line.textContent = said;
    line.toggleAttribute("data-over", over);
  };
  budget.addEventListener("input", show);
  budget.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.target.tagName !== "INPUT" || !/\t|\n./.test(text.trim())) return;
    event.preventDefault();
    const box = budget.querySelector("[data-budget-paste] textarea");
    box.value = text;
    budget.querySelector("[data-budget-paste] button").click();
  });
  show();
}

function watchCondition(part) {
  const form = part.closest("form");
  const wanted = part.dataset.shownFor.split(" ");
  const show = () => {
    const chosen = new FormData(form).getAll(part.dataset.shownWhen);
    part.hidden = !chosen.some((value) => wanted.includes(value));
  };
  form.addEventListener("change", show);
  show();
}

document.querySelectorAll("[data-budget]").forEach(watchBudget);
document.querySelectorAll("[data-shown-when]").forEach(watchCondition);
