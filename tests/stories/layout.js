// What the layout is looked at for, in the page itself. Each function returns sentences about what is wrong.
window.portalLook = (() => {
  const LEAST = 24;
  // How high the letters of a line stand in the lowest fonts that devices have, in parts of the font's size.
  const LOWEST_FONT = 1.15;
  const WANTED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";

  const name = (el) => {
    const words = (el.getAttribute("aria-label") || el.textContent || el.name || "").trim().replace(/\s+/g, " ");
    return `${el.tagName.toLowerCase()}${el.id ? "#" + el.id : ""}.${[...el.classList].join(".")} "${words.slice(0, 40)}"`;
  };

  const shown = (el) => {
    if (!el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
    for (let up = el; up; up = up.parentElement) {
      // Hidden from sight and kept for those who listen.
      if (getComputedStyle(up).clipPath === "inset(50%)") return false;
    }
    const box = el.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };

  // The box of what an element lays over itself or over the card that it stands in, so that more can be hit.
  const laid = (el, pseudo) => {
    const style = getComputedStyle(el, pseudo);
    if (style.position !== "absolute" || style.content === "none") return [];
    const own = getComputedStyle(el).position !== "static";
    const box = (own ? el : el.offsetParent || el).getBoundingClientRect();
    const [top, right, bottom, left] = ["top", "right", "bottom", "left"].map((side) => parseFloat(style[side]) || 0);
    return [new DOMRect(box.x + left, box.y + top, box.width - left - right, box.height - top - bottom)];
  };

  // The box of an element as the lowest font makes it: what stands in a line is as high as the letters and its padding.
  const inLowestFont = (el) => {
    const box = el.getBoundingClientRect();
    const style = getComputedStyle(el);
    if (style.display !== "inline" || !el.getClientRects().length) return box;
    const around = ["paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"];
    const drawn = el.getClientRects()[0].height - around.reduce((sum, side) => sum + parseFloat(style[side]), 0);
    const higher = Math.max(0, drawn - LOWEST_FONT * parseFloat(style.fontSize));
    return new DOMRect(box.x, box.y + higher / 2, box.width, box.height - higher);
  };

  // What can be hit for an element: its label too, and what is laid over it.
  const target = (el) => {
    const boxes = [inLowestFont(el), ...laid(el, "::before"), ...laid(el, "::after")];
    for (const label of el.labels || []) boxes.push(inLowestFont(label));
    return {
      width: Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left)),
      height: Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top)),
    };
  };

  // WCAG 2.5.8 excepts a link in a sentence: its size is that of the line.
  const inText = (el) => {
    if (getComputedStyle(el).display !== "inline") return false;
    let block = el.parentElement;
    while (block && getComputedStyle(block).display === "inline") block = block.parentElement;
    const all = block.innerText.replace(/\s+/g, " ").trim().length;
    const own = [...block.querySelectorAll("a, button")].reduce((sum, link) => sum + link.innerText.trim().length, 0);
    return all - own >= 3;
  };

  const scrolls = (el) => {
    for (let up = el.parentElement; up; up = up.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };

  const ringed = (el) => {
    for (let up = el, steps = 0; up && steps < 4; up = up.parentElement, steps += 1) {
      const style = getComputedStyle(up);
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
      if (up.matches(".card, .choice, .score-box, form, main")) break;
    }
    return false;
  };

  // What is seen of an element's first line: the browser leaves it be when a part of it can be seen (WCAG 2.4.11).
  const clipped = (el) => {
    const first = [...el.getClientRects()].find((one) => one.width && one.height) || el.getBoundingClientRect();
    const box = {
      left: Math.max(first.left, 0),
      top: Math.max(first.top, 0),
      right: Math.min(first.right, innerWidth),
      bottom: Math.min(first.bottom, innerHeight),
    };
    for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX === "visible") continue;
      const frame = up.getBoundingClientRect();
      box.left = Math.max(box.left, frame.left);
      box.right = Math.min(box.right, frame.right);
      box.top = Math.max(box.top, frame.top);
      box.bottom = Math.min(box.bottom, frame.bottom);
    }
    return box;
  };

  const kind = (el) =>
    `${el.localName} ${el.getAttribute("class")} ${el.getAttribute("role")} ${el.type} ${el.attributes.length}`;

  return {
    // What the page is made of: each kind of element in each kind of place, whatever its words are.
    parts() {
      const all = new Set();
      for (const el of document.body.querySelectorAll("*:not(svg *)")) all.add(`${kind(el.parentElement)} > ${kind(el)}`);
      return [...all];
    },

    // What is wrong with the page as it lies there, from its beginning and with the focus nowhere.
    shape() {
      document.activeElement?.blur();
      window.scrollTo(0, 0);
      return [...this.sideways(), ...this.targets()];
    },

    sideways() {
      const page = document.documentElement;
      const wide = page.scrollWidth - page.clientWidth;
      if (wide <= 0) return [];
      const out = [...document.querySelectorAll("body *")].filter(
        (el) => shown(el) && !scrolls(el) && el.getBoundingClientRect().right > page.clientWidth + 1,
      );
      return [`${wide} px of sideways scroll: ${out.slice(-2).map(name).join(", ")}`];
    },

    targets() {
      const small = [];
      for (const el of document.querySelectorAll(WANTED)) {
        if (!shown(el) || inText(el)) continue;
        const box = target(el);
        if (box.width < LEAST - 0.5 || box.height < LEAST - 0.5) {
          small.push(`target ${Math.round(box.width)} x ${Math.round(box.height)}: ${name(el)}`);
        }
      }
      return small;
    },

    // The first elements that take the focus, each with it in turn, as the Tab key would give it: after one press of
    // a key the browser shows where the focus is, also when a script moves it.
    walk(most) {
      const faults = [];
      let stops = 0;
      for (const el of document.querySelectorAll(`${WANTED}, [tabindex], iframe, [contenteditable]`)) {
        if (stops >= most) break;
        if (el.tabIndex < 0) continue;
        el.focus();
        if (document.activeElement !== el) continue;
        stops += 1;
        faults.push(...this.stop());
      }
      return faults;
    },

    // What is wrong with how the element that has the focus is seen.
    stop() {
      const el = document.activeElement;
      const faults = [];
      if (!ringed(el)) faults.push(`focus is not shown: ${name(el)}`);
      const box = clipped(el);
      if (box.right - box.left < 4 || box.bottom - box.top < 4) {
        faults.push(`focus is outside the window: ${name(el)}`);
        return faults;
      }
      const points = [
        [(box.left + box.right) / 2, (box.top + box.bottom) / 2],
        [box.left + (box.right - box.left) / 4, box.top + (box.bottom - box.top) / 4],
        [box.right - (box.right - box.left) / 4, box.bottom - (box.bottom - box.top) / 4],
      ];
      for (const [left, top] of points) {
        const hit = document.elementFromPoint(left, top);
        const own = hit && (el.contains(hit) || hit.contains(el) || [...(el.labels || [])].some((one) => one.contains(hit)));
        if (!own) {
          faults.push(`focus is covered by ${hit ? name(hit) : "nothing"}: ${name(el)}`);
        }
      }
      return [...new Set(faults)].slice(0, 2);
    },
  };
})();
