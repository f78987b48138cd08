(() => {
  const ROW = 20;
  const GAP = 24;
  const NARROWEST = 140;
  const SIDE_BY_SIDE = 720;
  const SMALLEST = 1;
  const NAMED = 30;

  const data = JSON.parse(document.getElementById("data").textContent);
  const flames = document.getElementById("flames");
  const trail = document.getElementById("trail");
  const detail = document.getElementById("detail");
  const legend = document.getElementById("legend");
  const REST = -1;

  // A node is [module, self us, cumulative us, package, used, [nodes]].
  const grow = (raw, side, parent) => {
    const node = { name: raw[0], self: raw[1], all: raw[2], pack: raw[3], used: raw[4] === 1, side, parent, children: [] };
    node.children = raw[5].map((child) => grow(child, side, node));
    return node;
  };
  const sides = data.sides.map((side, index) => ({ label: side.label, root: grow(side.tree, index, null) }));

  const find = (node, name) => {
    const waiting = [node];
    while (waiting.length) {
      const at = waiting.shift();
      if (at.name === name && at.pack !== REST) return at;
      waiting.push(...at.children);
    }
    return null;
  };

  let shown = null;
  let byUse = false;
  const nodeOf = new WeakMap();
  const elementOf = new Map();

  const ms = (us) => (us / 1000).toFixed(us < 9950 ? 2 : us < 99500 ? 1 : 0) + " ms";
  const hueOf = (pack) => (40 + pack * 137.508) % 360;
  const colour = (style, node) => {
    const plain = node.pack === REST || data.packages[node.pack].startsWith("(");
    const hue = byUse ? (node.used ? 250 : 60) : hueOf(Math.max(0, node.pack));
    style.setProperty("--h", hue);
    style.setProperty("--f", node.pack === REST ? 0 : !byUse && plain ? 0.25 : 1);
  };

  const describe = (node) => {
    const code = document.createElement("code");
    code.textContent = node.name;
    const parts = [];
    if (node.pack === REST) parts.push(node.parent ? "start of the interpreter, the runtime and waiting" : "the whole init");
    else parts.push(data.packages[node.pack], "self " + ms(node.self));
    const whole = sides[node.side].root.all;
    parts.push((node.pack === REST ? "" : "cumulative ") + ms(node.all), ((100 * node.all) / whole).toFixed(1) + "% of the init");
    if (node.pack !== REST) parts.push(node.used ? "used by an event" : "not seen in use");
    sides.forEach((side, index) => {
      if (index === node.side || node.pack === REST) return;
      const other = find(side.root, node.name);
      parts.push(side.label + ": " + (other ? "cumulative " + ms(other.all) : "not imported"));
    });
    detail.replaceChildren(code, document.createElement("br"), parts.join(", "));
  };

  const frame = (node, left, top, width) => {
    const made = document.createElement("button");
    made.type = "button";
    made.tabIndex = -1;
    const unused = byUse && node.pack !== REST && !node.used;
    made.className = "frame" + (width < NAMED ? " narrow" : "") + (node.pack === REST && node.parent ? " rest" : "") + (unused ? " unused" : "");
    made.style.left = left + "px";
    made.style.top = top + "px";
    made.style.width = Math.max(1, width - 1) + "px";
    colour(made.style, node);
    if (width >= NAMED) made.textContent = node.name;
    const pack = node.pack === REST ? "" : ", " + data.packages[node.pack] + ", self " + ms(node.self);
    made.setAttribute("aria-label", node.name + pack + ", cumulative " + ms(node.all));
    nodeOf.set(made, node);
    elementOf.set(node, made);
    return made;
  };

  const place = (flame, top, scale) => {
    let rows = 0;
    const waiting = [[top, 0, 0]];
    while (waiting.length) {
      const [node, left, row] = waiting.pop();
      const width = node.all * scale;
      if (width < SMALLEST) continue;
      rows = Math.max(rows, row + 1);
      flame.append(frame(node, left, row * ROW, width));
      let at = left;
      for (const child of node.children) {
        waiting.push([child, at, row + 1]);
        at += child.all * scale;
      }
    }
    flame.style.height = rows * ROW + "px";
    if (flame.firstChild) flame.firstChild.tabIndex = 0;
  };

  const tops = () => sides.map((side) => (shown === null ? side.root : find(side.root, shown)));

  const draw = () => {
    const nodes = tops();
    const wide = flames.clientWidth;
    const sums = nodes.map((node) => (node ? node.all : 0));
    const beside = sides.length > 1 && wide >= SIDE_BY_SIDE;
    const total = sums.reduce((sum, each) => sum + each, 0);
    const most = Math.max(...sums);
    let scale = wide / most;
    if (beside) {
      scale = (wide - GAP) / total;
      if (Math.min(...sums) * scale < NARROWEST) scale = (wide - GAP - NARROWEST) / most;
    }
    elementOf.clear();
    flames.replaceChildren(
      ...nodes.map((node, index) => {
        const figure = document.createElement("figure");
        const caption = document.createElement("figcaption");
        const figures = document.createElement("span");
        figures.textContent = " " + sides[index].label;
        caption.append(node ? ms(node.all) : "-", figures);
        const flame = document.createElement("div");
        flame.className = "flame";
        flame.setAttribute("role", "group");
        flame.setAttribute("aria-label", sides[index].label + ": arrow keys move, Enter zooms, Escape goes back");
        figure.style.width = (beside ? Math.max(NARROWEST, node ? node.all * scale : 0) : wide) + "px";
        figure.append(caption, flame);
        if (node) place(flame, node, scale);
        else {
          const none = document.createElement("p");
          none.textContent = shown + " is not imported here.";
          flame.append(none);
        }
        return figure;
      }),
    );
    drawTrail(nodes);
    drawLegend(nodes);
    describe(nodes.find((node) => node) || sides[0].root);
  };

  const drawTrail = (nodes) => {
    const path = [];
    for (let at = nodes.find((node) => node); at; at = at.parent) path.unshift(at);
    trail.replaceChildren(
      ...path.map((node, index) => {
        const item = document.createElement("li");
        const last = index === path.length - 1;
        const made = document.createElement(last ? "span" : "button");
        made.textContent = node.name;
        if (last) made.setAttribute("aria-current", "location");
        else made.addEventListener("click", () => go(node.parent ? node.name : null));
        item.append(made);
        return item;
      }),
    );
  };

  const legendItem = (text, hue, chroma, css) => {
    const item = document.createElement("li");
    item.textContent = text;
    item.className = css;
    item.style.setProperty("--h", hue);
    item.style.setProperty("--f", chroma);
    return item;
  };

  const drawLegend = (nodes) => {
    if (byUse) {
      legend.replaceChildren(legendItem("used by an event", 250, 1, ""), legendItem("not seen in use", 60, 1, "unused"));
      return;
    }
    const sums = new Map();
    const add = (node) => {
      if (node.pack !== REST) sums.set(node.pack, (sums.get(node.pack) || 0) + node.self);
      node.children.forEach(add);
    };
    nodes.filter(Boolean).forEach(add);
    const largest = [...sums].sort((a, b) => b[1] - a[1]).slice(0, 12);
    legend.replaceChildren(
      ...largest.map(([pack]) => legendItem(data.packages[pack], hueOf(pack), data.packages[pack].startsWith("(") ? 0.25 : 1, "")),
    );
  };

  const go = (name, keep) => {
    const keyed = flames.contains(document.activeElement);
    const side = keep ? keep.side : 0;
    shown = name;
    draw();
    if (keyed) {
      const node = tops()[side] || tops().find(Boolean);
      if (node) focus(elementOf.get((keep && elementOf.has(keep) && keep) || node));
    }
    const hash = name === null ? "" : encodeURIComponent(name);
    if (location.hash.slice(1) !== hash) history.pushState(null, "", hash ? "#" + hash : location.pathname + location.search);
  };

  const byHash = () => {
    let name = location.hash.slice(1);
    try {
      name = decodeURIComponent(name);
    } catch {
      return null;
    }
    return sides.some((side) => name && find(side.root, name)) ? name : null;
  };

  const focus = (made) => {
    if (!made) return;
    for (const other of made.parentNode.children) other.tabIndex = other === made ? 0 : -1;
    made.focus();
  };

  const drawnChild = (node) => {
    const drawn = node.children.filter((child) => elementOf.has(child));
    return drawn.sort((a, b) => b.all - a.all)[0];
  };

  const beside = (made, sign) => {
    const row = [...made.parentNode.children].filter((other) => other.style.top === made.style.top);
    row.sort((a, b) => parseFloat(a.style.left) - parseFloat(b.style.left));
    return row[row.indexOf(made) + sign];
  };

  const nodeAt = (event) => nodeOf.get(event.target.closest(".frame"));

  flames.addEventListener("click", (event) => {
    const node = nodeAt(event);
    if (!node) return;
    describe(node);
    if (node.pack !== REST) go(node.name, node);
    else if (!node.parent) go(null, node);
  });
  flames.addEventListener("pointerover", (event) => {
    const node = nodeAt(event);
    if (node) describe(node);
  });
  flames.addEventListener("focusin", (event) => {
    const node = nodeAt(event);
    if (node && event.target.matches(":focus-visible")) describe(node);
  });
  flames.addEventListener("keydown", (event) => {
    const made = event.target.closest(".frame");
    const node = nodeOf.get(made);
    if (!node) return;
    if (event.key === "ArrowLeft") focus(beside(made, -1));
    else if (event.key === "ArrowRight") focus(beside(made, 1));
    else if (event.key === "ArrowDown") focus(elementOf.get(drawnChild(node)));
    else if (event.key === "ArrowUp") focus(elementOf.get(node.parent));
    else if (event.key === "Home") focus(made.parentNode.firstChild);
    else if (event.key === "Escape" || event.key === "Backspace") {
      const top = tops()[node.side];
      if (top && top.parent) go(top.parent.parent ? top.parent.name : null, top);
    } else return;
    event.preventDefault();
  });
  addEventListener("popstate", () => {
    shown = byHash();
    draw();
  });
  document.getElementById("paint").addEventListener("change", (event) => {
    byUse = event.target.value === "use";
    draw();
  });

  let waiting = 0;
  let width = 0;
  new ResizeObserver(() => {
    if (flames.clientWidth === width) return;
    width = flames.clientWidth;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  }).observe(flames);
  shown = byHash();
  width = flames.clientWidth;
  draw();
})();
