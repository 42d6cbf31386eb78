// Reading a card with the camera, beside typing and the USB reader. What is read goes through the same form.
// The pictures stay in the page: nothing is kept, nothing is sent but the text of the square.
(() => {
  "use strict";
  const BETWEEN_LOOKS_MS = 150;
  const box = document.querySelector("[data-camera]");
  const field = document.querySelector("[data-scanner]");

  // What the card is worth comes in place: then the hand goes to the button, or the field waits for the next card.
  // A queue does not wait for the answer: what was typed since the card was sent stays, and the hand stays with it.
  let sent = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (field && event.detail.elt === field.form) sent = field.value;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "verdict" || !field) return;
    if (field.value === sent) field.value = "";
    sent = null;
    if (field.value) return;
    (event.detail.target.querySelector("[data-focus]") ?? field).focus();
  });

  if (!box || !field || !isSecureContext || !navigator.mediaDevices?.getUserMedia) return;

  const part = (name) => box.querySelector(`[data-camera-${name}]`);
  const [start, stop, view, words] = ["start", "stop", "view", "words"].map(part);
  let turn = 0; // each opening has its number: whatever an earlier one still waits for is dropped
  let stream = null;

  const release = (opened) => opened?.getTracks().forEach((track) => track.stop());

  const show = (open) => {
    start.hidden = open;
    stop.hidden = view.hidden = !open;
  };

  const close = (said = "") => {
    turn += 1;
    release(stream);
    stream = view.srcObject = null;
    show(false);
    words.textContent = said;
  };

  const faultOf = (error) => {
    if (["NotAllowedError", "SecurityError"].includes(error.name)) return box.dataset.refused;
    if (["NotFoundError", "OverconstrainedError"].includes(error.name)) return box.dataset.absent;
    return box.dataset.silent;
  };

  const load = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = () => { script.remove(); failed(new Error(address)); };
    document.head.append(script);
  });

  // Ours, where the browser has none: its WebAssembly comes from this site, never from where it looks by itself
  const makeReader = async () => {
    if (!window.BarcodeDetectionAPI) await load(box.dataset.reader);
    const { BarcodeDetector, prepareZXingModule, purgeZXingModule } = window.BarcodeDetectionAPI;
    purgeZXingModule(); // a try that failed would be remembered
    await prepareZXingModule({ overrides: { locateFile: () => box.dataset.readerWasm }, fireImmediately: true });
    return new BarcodeDetector({ formats: ["qr_code"] });
  };
  let own = null;
  const ownReader = () => {
    own ??= makeReader().catch((error) => { own = null; throw error; });
    return own;
  };

  const browsersReader = async () => {
    const formats = await window.BarcodeDetector?.getSupportedFormats().catch(() => []);
    return formats?.includes("qr_code") ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null;
  };

  const send = (text) => {
    close();
    field.value = text;
    const form = field.form;
    if (form.requestSubmit) form.requestSubmit(form.querySelector("[type=submit]"));
    else form.submit();
  };

  const look = async (mine) => {
    const native = await browsersReader();
    let reader = native ?? await ownReader();
    while (mine === turn) {
      if (view.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        let found = [];
        try {
          found = await reader.detect(view);
        } catch (error) {
          // some telephones promise a reader that is not installed
          if (reader !== native) throw error;
          reader = await ownReader();
        }
        const text = found.find((one) => one.rawValue)?.rawValue;
        if (text && mine === turn) return send(text);
      }
      await new Promise((done) => { setTimeout(done, BETWEEN_LOOKS_MS); });
    }
  };

  const open = async () => {
    close(box.dataset.opening);
    const mine = turn;
    const wish = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: wish, audio: false });
      if (mine !== turn) return release(opened);
      stream = view.srcObject = opened;
      opened.getVideoTracks()[0].onended = () => { if (mine === turn) close(box.dataset.silent); };
      show(true);
      stop.focus();
      await view.play();
    } catch (error) {
      if (mine === turn) close(faultOf(error));
      return;
    }
    if (mine !== turn) return;
    words.textContent = box.dataset.looking;
    look(mine).catch(() => { if (mine === turn) close(box.dataset.unreadable); });
  };

  start.addEventListener("click", open);
  stop.addEventListener("click", () => { close(); field.focus(); });
  addEventListener("pagehide", () => close());
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); });
  box.hidden = false;
})();
