// What script adds to pages that work without it. No inline handlers; everything is found by data attributes.
(() => {
  "use strict";
  const QUICK_KEY = "Escape";
  const SCANNER_GAP_MS = 40; // a reader that plays a keyboard types faster than any hand

  const leaveQuickly = (form) => {
    document.documentElement.hidden = true;
    const words = new FormData(form);
    fetch(form.action, { method: "POST", body: words, keepalive: true, redirect: "manual", credentials: "same-origin" })
      .catch(() => {})
      .finally(() => location.replace(form.dataset.neutral));
  };

  document.addEventListener("keydown", (event) => {
    const form = document.querySelector("[data-quick-exit]");
    if (form && event.key === QUICK_KEY && !event.isComposing && !event.defaultPrevented) {
      event.preventDefault();
      leaveQuickly(form);
    }
  });
  // a form that one key sends; what is being typed is kept first, as the page would have kept it a little later
  document.addEventListener("keydown", (event) => {
    const form = event.key.length > 1 && document.querySelector(`[data-one-key="${CSS.escape(event.key)}"]`);
    if (!form || event.repeat || event.defaultPrevented) return;
    event.preventDefault();
    const keeper = document.querySelector("[hx-post][hx-trigger^='every']");
    const typed = keeper?.closest("form");
    const kept = typed
      ? fetch(keeper.getAttribute("hx-post"), { method: "POST", body: new FormData(typed), credentials: "same-origin", signal: AbortSignal.timeout(2000) })
      : Promise.resolve();
    document.documentElement.hidden = true;
    kept.catch(() => {}).finally(() => form.submit());
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-quick-exit]")) {
      event.preventDefault();
      leaveQuickly(event.target);
      return;
    }
    // one press, one sending; the server also answers the same twice
    const button = event.submitter;
    if (button && event.target.method === "post" && !event.target.hasAttribute("hx-post")) {
      setTimeout(() => { button.disabled = true; }, 0);
    }
  });
  addEventListener("pageshow", () => {
    document.querySelectorAll("form button:disabled:not([data-stays-disabled])").forEach((button) => { button.disabled = false; });
  });

  // Where the eye of a person who hears the page goes: the error summary first, else what the page asks for
  const focusIn = (root) => {
    const wanted = root.querySelector?.("[data-focus], [autofocus], [data-scanner]");
    if (wanted) wanted.focus();
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    const fresh = event.detail.elt;
    if (fresh.matches?.("[data-focus]")) fresh.focus();
    else if (!fresh.closest?.("[aria-live]")) focusIn(fresh);
  });
  document.addEventListener("htmx:responseError", () => say("network"));
  document.addEventListener("htmx:sendError", () => say("network"));
  const say = (kind) => {
    const place = document.getElementById("messages");
    const words = document.querySelector(`template[data-words="${kind}"]`);
    if (place && words) place.replaceChildren(words.content.cloneNode(true));
  };

  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });

  // A reader that plays a US keyboard, on a machine set to Arabic or French: its keys are read by their place
  const PLAIN = { Minus: "-", Equal: "=", Slash: "/", Period: ".", Comma: ",", Semicolon: ";", Space: " " };
  const SHIFTED = { Digit4: "$", Digit5: "%", Digit8: "*", Equal: "+", Semicolon: ":", Slash: "?" };
  const byPlace = (event) => {
    if (event.shiftKey && SHIFTED[event.code]) return SHIFTED[event.code];
    if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3);
    if (/^(Digit|Numpad)[0-9]$/.test(event.code)) return event.code.slice(-1);
    return PLAIN[event.code] ?? "";
  };
  let read = [];
  const playedByReader = () => {
    const gaps = read.slice(1).map((one, place) => one.at - read[place].at);
    return gaps.length >= 8 && gaps.every((gap) => gap < SCANNER_GAP_MS);
  };
  // A card read while the hand is on a button: its Enter must not press the button, it asks for that card
  const readElsewhere = (event, field) => {
    if (event.key === "Enter") {
      if (playedByReader()) {
        event.preventDefault();
        field.value = read.map((one) => one.sign).join("");
        field.form.requestSubmit(field.form.querySelector("[type=submit]"));
      }
      read = [];
    } else if (event.key.length === 1) {
      if (read.length && event.timeStamp - read.at(-1).at >= SCANNER_GAP_MS) read = [];
      read.push({ at: event.timeStamp, sign: byPlace(event) });
    }
  };
  const readHere = (event, field) => {
    if (field.value === "") read = [];
    read.push({ at: event.timeStamp, sign: byPlace(event) });
  };
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("[data-scanner]");
    if (!field) {
      const free = document.querySelector("[data-scanner]");
      const pressed = event.target.closest?.("button, a, summary, input[type=checkbox], input[type=radio]");
      const typing = pressed || event.target.closest?.("input, select, textarea");
      if (free && pressed) readElsewhere(event, free);
      else if (free && !typing && event.key.length === 1) {
        readHere(event, free); // the field takes this key too: without it the card would lack its first sign
        free.focus();
      }
      return;
    }
    if (event.key === "Enter") {
      if (playedByReader()) field.value = read.map((one) => one.sign).join("");
      read = [];
    } else if (event.key.length === 1) {
      readHere(event, field);
    } else if (event.key === "Backspace" || event.key === "Delete") {
      read = [];
    }
  });

  focusIn(document);
})();
