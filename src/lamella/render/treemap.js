"use strict";
(() => {
  const GAP = 2;
  const HEAD = 18;
  const TOP_HEAD = 26;
  const SMALLEST_AREA = 24;
  const MOST_CELLS = 2500;
  const KIND_HUES = [250, 150, 45, 325, 90];
  const KIND_CHROMA = [1, 1, 1, 1, 0.15];

  const data = JSON.parse(document.getElementById("data").textContent);
  const map = document.getElementById("map");
  const trail = document.getElementById("trail");
  const detail = document.getElementById("detail");
  const legend = document.getElementById("legend");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const ZIPPED = 0;
  const UNZIPPED = 1;

  // A leaf is [name, unzipped, zipped, kind, replaced], anything else is [name, [nodes]].
  const grow = (raw, parent, depth) => {
    const node = { name: raw[0], parent, depth, children: null, sizes: [0, 0], files: 1, kind: 0, hue: 90, chroma: 1 };
    if (!Array.isArray(raw[1])) {
      node.sizes = [raw[2], raw[1]];
      node.kind = raw[3];
      node.replaced = raw[4] === 1;
      return node;
    }
    let inside = raw[1];
    while (inside.length === 1 && Array.isArray(inside[0][1])) {
      if (depth > data.package_depth) node.name += "/" + inside[0][0];
      else if (depth < data.package_depth) break;
      inside = inside[0][1];
    }
    node.children = inside.map((child) => grow(child, node, depth + 1));
    node.files = 0;
    for (const child of node.children) {
      node.files += child.files;
      node.sizes[ZIPPED] += child.sizes[ZIPPED];
      node.sizes[UNZIPPED] += child.sizes[UNZIPPED];
    }
    return node;
  };

  const paint = (node, hue, chroma) => {
    node.hue = hue;
    node.chroma = chroma;
    for (const child of node.children || []) paint(child, hue, chroma);
  };

  const packagesOf = (node) => (node.depth === data.package_depth ? [node] : (node.children || []).flatMap(packagesOf));

  const root = grow(data.tree, null, 0);
  const hues = new Map();
  for (const node of packagesOf(root)) {
    // The same package has one colour in every layer, whatever its version.
    const name = node.name.split(" ")[0];
    const named = node.name !== data.no_package;
    if (named && !hues.has(name)) hues.set(name, (40 + hues.size * 137.508) % 360);
    paint(node, hues.get(name) ?? 90, named ? 1 : 0.15);
  }

  let here = root;
  let measure = data.has_zipped ? ZIPPED : UNZIPPED;
  let byKind = false;

  const size = (bytes) => {
    if (bytes < 1000) return bytes + " B";
    let value = bytes;
    let unit = "";
    for (unit of ["kB", "MB", "GB"]) {
      value /= 1000;
      if (value < 999.5) break;
    }
    return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0) + " " + unit;
  };

  // Squarified layout (Bruls, Huizing, van Wijk 2000): rows along the shorter side while the worst shape improves.
  const squarify = (nodes, x, y, w, h) => {
    const items = nodes.filter((node) => node.sizes[measure] > 0);
    items.sort((a, b) => b.sizes[measure] - a.sizes[measure]);
    const total = items.reduce((sum, node) => sum + node.sizes[measure], 0);
    const scale = (w * h) / total;
    const placed = [];
    let start = 0;
    while (start < items.length) {
      const side = Math.min(w, h);
      let sum = 0;
      let worst = Infinity;
      let end = start;
      const largest = items[start].sizes[measure] * scale;
      while (end < items.length) {
        const area = items[end].sizes[measure] * scale;
        const next = sum + area;
        const shape = Math.max((side * side * largest) / (next * next), (next * next) / (side * side * area));
        if (shape > worst) break;
        worst = shape;
        sum = next;
        end += 1;
      }
      const thick = side > 0 ? sum / side : 0;
      let along = 0;
      for (const node of items.slice(start, end)) {
        const length = thick > 0 ? (node.sizes[measure] * scale) / thick : 0;
        placed.push(w >= h ? [node, x, y + along, thick, length] : [node, x + along, y, length, thick]);
        along += length;
      }
      if (w >= h) [x, w] = [x + thick, w - thick];
      else [y, h] = [y + thick, h - thick];
      start = end;
    }
    return placed;
  };

  const label = (node, w, h, stacked) => {
    const made = document.createElement("span");
    const name = document.createElement("b");
    made.className = stacked ? "label stacked" : "label";
    name.textContent = node.name;
    made.append(name);
    if (stacked ? h > 36 && w > 58 : w > 120) {
      const bytes = document.createElement("i");
      bytes.textContent = size(node.sizes[measure]);
      made.append(bytes);
    }
    return made;
  };

  const nodeOf = new WeakMap();
  let drawn = 0;

  const cell = (node, x, y, w, h, level) => {
    const made = document.createElement(level ? "span" : "button");
    const isBox = node.children !== null;
    drawn += 1;
    made.className = "cell" + (level ? "" : " top") + (isBox ? " box" : " leaf") + (node.replaced ? " replaced" : "");
    const hue = byKind && !isBox ? KIND_HUES[node.kind] : node.hue;
    const chroma = byKind ? (isBox ? 0.15 : KIND_CHROMA[node.kind]) : node.chroma;
    const style = made.style;
    style.setProperty("--h", hue);
    style.setProperty("--f", chroma);
    style.setProperty("--d", level);
    style.left = x + "px";
    style.top = y + "px";
    style.width = Math.max(0, w) + "px";
    style.height = Math.max(0, h) + "px";
    nodeOf.set(made, node);
    if (!level) {
      made.type = "button";
      made.tabIndex = -1;
      const what = isBox ? node.files + " files, opens" : "file";
      made.setAttribute("aria-label", node.name + ", " + size(node.sizes[measure]) + ", " + what);
    }
    const head = level ? HEAD : TOP_HEAD;
    if (!isBox) {
      if (w > 44 && h > 18) made.append(label(node, w, h, true));
      return made;
    }
    const headed = w > 48 && h > head + (level ? 16 : 0);
    if (headed) made.append(label(node, w, h, false));
    const top = headed ? head : GAP;
    if (w > 14 && h > top + 10) {
      for (const part of squarify(node.children, GAP, top, w - 2 * GAP, h - top - GAP)) {
        if (part[3] * part[4] < SMALLEST_AREA || drawn > MOST_CELLS) continue;
        made.append(cell(part[0], part[1], part[2], part[3] - 1, part[4] - 1, level + 1));
      }
    }
    return made;
  };

  const pathOf = (node) => {
    const names = [];
    for (let at = node; at && at !== root; at = at.parent) names.unshift(at.name);
    return names;
  };

  const describe = (node) => {
    const code = document.createElement("code");
    code.textContent = pathOf(node).join(" / ") || root.name;
    const parts = [size(node.sizes[UNZIPPED]) + " unzipped"];
    if (data.has_zipped) parts.unshift(size(node.sizes[ZIPPED]) + " zipped");
    const share = root.sizes[measure] ? (100 * node.sizes[measure]) / root.sizes[measure] : 0;
    parts.push(share.toFixed(share < 10 ? 1 : 0) + "% of everything");
    parts.push(node.children ? node.files + " files" : data.kinds[node.kind]);
    if (node.replaced) parts.push("replaced by a later layer");
    detail.replaceChildren(code, document.createElement("br"), parts.join(", "));
  };

  const drawTrail = () => {
    const nodes = [];
    for (let at = here; at; at = at.parent) nodes.unshift(at);
    trail.replaceChildren(
      ...nodes.map((node) => {
        const item = document.createElement("li");
        const made = document.createElement(node === here ? "span" : "button");
        made.textContent = node.name;
        if (node === here) made.setAttribute("aria-current", "location");
        else made.addEventListener("click", () => go(node));
        item.append(made);
        return item;
      }),
    );
  };

  const sumKinds = (node, sums) => {
    if (!node.children) sums[node.kind] += node.sizes[measure];
    for (const child of node.children || []) sumKinds(child, sums);
    return sums;
  };

  const drawLegend = () => {
    legend.hidden = !byKind;
    if (!byKind) return;
    const sums = sumKinds(here, data.kinds.map(() => 0));
    legend.replaceChildren(
      ...data.kinds.map((kind, index) => {
        const item = document.createElement("li");
        item.textContent = kind + " " + size(sums[index]);
        item.style.setProperty("--h", KIND_HUES[index]);
        item.style.setProperty("--f", KIND_CHROMA[index]);
        return item;
      }),
    );
  };

  const draw = () => {
    const stage = document.createElement("div");
    stage.className = "stage";
    drawn = 0;
    const shown = here.children || [here];
    for (const [node, x, y, w, h] of squarify(shown, 0, 0, map.clientWidth, map.clientHeight)) {
      if (w * h >= SMALLEST_AREA / 2) stage.append(cell(node, x, y, w - GAP, h - GAP, 0));
    }
    if (stage.firstChild) stage.firstChild.tabIndex = 0;
    map.replaceChildren(stage);
    drawTrail();
    drawLegend();
    describe(here);
    return stage;
  };

  const tops = () => [...map.querySelectorAll(".top")];

  const focus = (made) => {
    for (const other of tops()) other.tabIndex = other === made ? 0 : -1;
    made.focus();
  };

  const go = (node, from) => {
    const came = here;
    const keyed = map.contains(document.activeElement);
    here = node;
    const stage = draw();
    if (from && !calm.matches) {
      const zoom = "translate(" + from.left + "px," + from.top + "px) scale(" + from.width + "," + from.height + ")";
      stage.animate([{ transform: zoom, opacity: 0.3 }, { transform: "none", opacity: 1 }], { duration: 200, easing: "ease-out" });
    }
    if (keyed) {
      const back = tops().find((made) => nodeOf.get(made) === came) || tops()[0];
      if (back) focus(back);
    }
    const hash = pathOf(here).map(encodeURIComponent).join("/");
    if (location.hash.slice(1) !== hash) history.pushState(null, "", hash ? "#" + hash : location.pathname + location.search);
  };

  const byHash = () => {
    let at = root;
    for (const part of location.hash.slice(1).split("/").filter(Boolean)) {
      let name = part;
      try {
        name = decodeURIComponent(part);
      } catch {
        break;
      }
      const next = (at.children || []).find((child) => child.name === name && child.children);
      if (!next) break;
      at = next;
    }
    return at;
  };

  const step = (key) => {
    const now = document.activeElement;
    const a = now.getBoundingClientRect();
    const sideways = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    let best = null;
    let least = Infinity;
    for (const made of tops()) {
      const b = made.getBoundingClientRect();
      const across = b.left + b.width / 2 - a.left - a.width / 2;
      const down = b.top + b.height / 2 - a.top - a.height / 2;
      const gapAcross = Math.max(0, b.left - a.right, a.left - b.right);
      const gapDown = Math.max(0, b.top - a.bottom, a.top - b.bottom);
      const ahead = sign * (sideways ? across : down);
      const aside = Math.abs(sideways ? down : across) + 4 * (sideways ? gapDown : gapAcross);
      const distance = (sideways ? gapAcross : gapDown) + 0.5 * aside;
      if (made !== now && ahead > 1 && distance < least) [best, least] = [made, distance];
    }
    if (best) focus(best);
  };

  map.addEventListener("click", (event) => {
    const made = event.target.closest(".top");
    const node = made && nodeOf.get(made);
    if (!node) return;
    describe(node);
    if (!node.children) return;
    const outer = map.getBoundingClientRect();
    const inner = made.getBoundingClientRect();
    go(node, {
      left: inner.left - outer.left,
      top: inner.top - outer.top,
      width: inner.width / outer.width,
      height: inner.height / outer.height,
    });
  });
  map.addEventListener("pointerover", (event) => {
    const made = event.target.closest(".cell");
    if (made) describe(nodeOf.get(made));
  });
  map.addEventListener("pointerleave", () => describe(here));
  map.addEventListener("focusin", (event) => {
    const node = nodeOf.get(event.target);
    if (node && event.target.matches(":focus-visible")) describe(node);
  });
  map.addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) step(event.key);
    else if ((event.key === "Escape" || event.key === "Backspace") && here.parent) go(here.parent);
    else if (event.key === "Home") focus(tops()[0]);
    else if (event.key === "End") focus(tops().at(-1));
    else return;
    event.preventDefault();
  });
  addEventListener("popstate", () => {
    here = byHash();
    draw();
  });

  const measures = document.getElementById("measure");
  if (!data.has_zipped) measures.remove();
  measures.addEventListener("change", (event) => {
    measure = event.target.value === "zipped" ? ZIPPED : UNZIPPED;
    draw();
  });
  document.getElementById("paint").addEventListener("change", (event) => {
    byKind = event.target.value === "kind";
    draw();
  });

  let waiting = 0;
  new ResizeObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  }).observe(map);
  here = byHash();
  draw();
})();
