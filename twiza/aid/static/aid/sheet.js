// Enter goes on to the next box, as a hand goes along a line; without script it looks at what would be written.
"use strict";

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-enter-goes-on]");
  if (!form || event.key !== "Enter" || event.isComposing || !event.target.matches("input[type=text], select")) {
    return;
  }
  const boxes = [...form.querySelectorAll("input[type=text], select, button[value=look]")];
  const next = boxes[boxes.indexOf(event.target) + 1];
  if (next) {
    event.preventDefault();
    next.focus();
    if (next.select) {
      next.select();
    }
  }
});
