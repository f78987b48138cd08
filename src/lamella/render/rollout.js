(() => {
  for (const field of document.querySelectorAll("[data-filters]")) {
    const rows = document.querySelectorAll(`[data-filtered="${field.dataset.filters}"] tbody tr`);
    field.closest(".filter").hidden = rows.length < 2;
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const row of rows) row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
    });
  }
})();
