// What is shown before the work: why not here, install, prepare, choose a code, open, and what is left after a wipe.
import { ENROL, readCode } from "../codes";
import { latinDigits } from "../keyboard";
import { button, field, h, sign, t } from "../page";
import type { Word } from "../words";

/** A page of one thing: its sign, its title, what follows. */
export function sheet(title: string, shape: string, ...rest: (Node | string | null | false)[]): HTMLElement {
  return h("main", { class: "sheet" },
    h("div", { class: "sheet-sign" }, sign(shape)),
    h("h1", { tabindex: "-1", "data-focus": true }, title), ...rest);
}

const words = (word: Word, kind = ""): HTMLElement => h("p", { class: kind }, t(word));

export function insecure(): HTMLElement {
  return sheet(t("insecure_title"), "card", words("insecure_why"), words("insecure_ways"),
    h("ol", {}, h("li", {}, t("insecure_way_1")), h("li", {}, t("insecure_way_2"))),
    words("insecure_never", "strong"), words("insecure_now", "help"));
}

export function install(later: () => void): HTMLElement {
  const steps = (["install_1", "install_2", "install_3"] as const).map((word) => h("li", {}, t(word)));
  return sheet(t("install_title"), "card", words("install_why"), h("ol", { class: "steps" }, ...steps),
    button(t("install_later"), later, "quiet"));
}

export interface EnrolActs {
  enrol(code: string, name: string): void;
  camera: HTMLElement;
  openCamera(): void;
  install: (() => void) | null;
}

export function enrol(code: string, fault: Word | "", acts: EnrolActs): HTMLElement {
  const typed = field("enrol-code", t("enrol_code"), t("enrol_help"), { value: code, maxlength: 40, required: true });
  const name = field("enrol-name", t("enrol_name"), t("enrol_name_help"), { maxlength: 40, dir: "auto" });
  const error = h("p", { class: "fault", role: "alert" }, fault && t(fault));
  const send = (event: Event): void => {
    event.preventDefault();
    const read = readCode(typed.input.value, ENROL);
    error.textContent = read ? "" : t("enrol_bad");
    if (read) acts.enrol(read, name.input.value.trim());
    else typed.input.focus();
  };
  return sheet(t("enrol_title"), "card", error,
    h("form", { onsubmit: send }, typed.row, name.row, h("button", { class: "button main", type: "submit" }, t("enrol_button"))),
    button(t("enrol_camera"), acts.openCamera), acts.camera, h("p", { role: "status", "data-camera-said": "" }),
    acts.install && button(t("install_button"), acts.install, "quiet"));
}

const EASY = /^(\d)\1+$/;

/** Whether a PIN is one of the first that a stranger tries. */
export function isEasy(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, n) => Number(digit) - Number(pin[n]));
  return EASY.test(pin) || steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

function pinField(id: string, label: string, help: string, more: Record<string, string> = {}) {
  return field(id, label, help, { type: "password", inputmode: "numeric", maxlength: 12, class: "input pin", ...more });
}

const digits = (input: HTMLInputElement): string => latinDigits(input.value).replace(/\D/g, "");

export function choosePin(fault: Word | "", lock: (() => void) | null, chosen: (pin: string) => void): HTMLElement {
  const first = pinField("pin", t("pin_code"), t("pin_new_help"), { autocomplete: "new-password" });
  const second = pinField("pin-again", t("pin_repeat"), "", { autocomplete: "new-password" });
  const error = h("p", { class: "fault", role: "alert" }, fault && t(fault));
  const send = (event: Event): void => {
    event.preventDefault();
    const pin = digits(first.input);
    const wrong: Word | "" = pin.length < 6 ? "pin_short" : isEasy(pin) ? "pin_easy" : pin !== digits(second.input) ? "pin_differs" : "";
    error.textContent = wrong && t(wrong);
    if (wrong) first.input.focus();
    else chosen(pin);
  };
  return sheet(t("pin_new"), "square",
    lock && h("div", { class: "choice" }, button(t("prf_choose"), lock, "main"), words("prf_help", "help")),
    error, h("form", { onsubmit: send }, first.row, second.row,
      h("button", { class: `button ${lock ? "plain" : "main"}`, type: "submit" }, t("pin_choose"))));
}

/** Ask for the PIN, or for the phone's own lock. */
export function open(how: "pin" | "prf", said: string, waiting: HTMLElement | null, go: (pin: string) => void): HTMLElement {
  const error = h("p", { class: "fault", role: "alert" }, said);
  if (how === "prf") return sheet(t("open_title"), "square", error, button(t("prf_open"), () => go(""), "main"), waiting);
  const pin = pinField("pin", t("pin_code"), "", { autocomplete: "current-password", "data-focus": "" });
  const submit = h("button", { class: "button main", type: "submit" }, t("open_button"));
  const send = (event: Event): void => {
    event.preventDefault();
    const typed = digits(pin.input);
    if (!typed) return pin.input.focus();
    submit.disabled = true; // a second touch would be a second try
    error.textContent = t("opening");
    go(typed);
  };
  return sheet(t("open_title"), "square", error, h("form", { onsubmit: send }, pin.row, submit), waiting);
}

export function busy(word: Word): HTMLElement {
  return h("main", { class: "sheet" }, h("p", { class: "busy", role: "status" }, t(word)));
}

/** After a wipe, a revocation or the end: what still waits, and the way back. */
export function over(state: "wiped" | "revoked" | "ended", waiting: number, send: HTMLElement | null, again: () => void): HTMLElement {
  const left = waiting ? h("p", { class: "strong" }, t("kept_sealed", { n: waiting })) : words("all_sent");
  return sheet(t(`${state}_title`), state === "ended" ? "tick" : "square", words(`${state}_why`), left, send,
    waiting > 0 && words("kept_word", "help"), button(t("again"), again));
}

export function noPack(why: Word, again: () => void, lock: () => void, send: HTMLElement | null): HTMLElement {
  return sheet(t("no_pack_title"), "card", words(why), button(t("try_again"), again, "main"), send, button(t("lock_now"), lock, "quiet"));
}
