// axe, which measures the contrast of texts in one of each that look alike: measuring takes most of its time.
// Alike are texts of the same colour, size and weight upon the same ground. What is lifted out of its place is like
// nothing else, for its ground may be anybody's. Where axe cannot tell of one, it is asked of all that are like it.
// What was measured on a page before, and was well, is not measured again.
window.portalContrast = (() => {
  const RULE = "color-contrast";
  const MARK = "data-contrast";
  const LIFTED = "#";
  const CLEAR = "rgba(0, 0, 0, 0)";
  const BOXES = "input:not([type=hidden]), select, textarea, button, summary";
  // What an element is seen upon, and through what, up to the first ground that hides all below it.
  const groundOf = (known) => {
    const ground = (el) => {
      if (!el) return "";
      if (known.has(el)) return known.get(el);
      const style = getComputedStyle(el);
      const veils = [style.backgroundImage, style.opacity, style.filter, style.mixBlendMode, style.clipPath].join();
      const lifted = style.transform !== "none" || ["absolute", "fixed", "sticky"].includes(style.position);
      const clear = style.backgroundColor === CLEAR && veils === "none,1,none,normal,none";
      const hides = style.backgroundColor.startsWith("rgb(") && style.opacity === "1";
      const own = clear ? "" : `${style.backgroundColor},${veils};`;
      const said = own + (lifted ? `${LIFTED}${known.size};` : "") + (hides ? "" : ground(el.parentElement));
      known.set(el, said);
      return said;
    };
    return ground;
  };

  const hasWords = (el) =>
    el.matches(BOXES) || [...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  const groups = () => {
    const ground = groundOf(new Map());
    const found = new Map();
    for (const el of document.querySelectorAll("body, body *")) {
      if (!hasWords(el)) continue;
      const style = getComputedStyle(el);
      const off = el.closest("[disabled], [aria-disabled=true], [inert]") || el.closest("label")?.control?.disabled;
      const look = [style.color, style.fontSize, style.fontWeight, style.textShadow, style.webkitTextStroke];
      const seen = el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
      const said = [...look, el.matches(BOXES) && el.localName, Boolean(off), seen, ground(el)].join();
      found.set(said, [...(found.get(said) || []), el]);
    }
    return found;
  };

  const marked = async (elements, options) => {
    for (const el of elements) el.setAttribute(MARK, "");
    try {
      return await axe.run(document, { ...options, resultTypes: ["violations", "incomplete"], elementRef: true });
    } finally {
      for (const el of elements) el.removeAttribute(MARK);
    }
  };

  const plain = (faults) => faults.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, html }) => ({ target, html })) }));

  const named = (results) =>
    results.filter(({ id }) => id === RULE).flatMap(({ nodes }) => nodes.map((node) => node.element));

  return {
    // What axe finds with these options of its own, and which looks of text are well; those `known` are not measured.
    async faults(options, known) {
      axe.configure({ rules: [{ id: RULE, selector: `[${MARK}]` }] });
      const all = options.rules[RULE] ? [] : [...groups()].filter(([look]) => !known.includes(look));
      const rules = all.length ? options.rules : { ...options.rules, [RULE]: { enabled: false } };
      const found = await marked(all.map(([, [one]]) => one), { ...options, rules });
      const doubtful = named(found.incomplete);
      const rest = all.filter(([, [one]]) => doubtful.includes(one)).flatMap(([, [, ...others]]) => others);
      const again = rest.length ? await marked(rest, { runOnly: [RULE], preload: false }) : { violations: [] };
      const wrong = [...doubtful, ...named(found.violations)];
      const well = all.filter(([look, [one]]) => !look.includes(LIFTED) && !wrong.includes(one)).map(([look]) => look);
      return { faults: plain([...found.violations, ...again.violations]), well };
    },
  };
})();
