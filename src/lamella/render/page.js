"use strict";
(() => {
  // Every table can be sorted by its headings; a cell's value is in its data-value.
  const sort = (heading, index) => {
    const body = heading.closest("table").tBodies[0];
    const down = heading.getAttribute("aria-sort") !== "descending";
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (line) => line.children[index].dataset.value;
    const numeric = heading.classList.contains("number");
    const order = (a, b) => (numeric ? value(a) - value(b) : value(b).localeCompare(value(a)));
    body.append(...[...body.rows].sort((a, b) => (down ? order(b, a) : order(a, b))));
  };
  for (const head of document.querySelectorAll("thead tr")) {
    [...head.children].forEach((heading, index) => {
      const made = heading.querySelector("button");
      if (made) made.addEventListener("click", () => sort(heading, index));
    });
  }
})();
