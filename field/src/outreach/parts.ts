// Pieces of the night's screens: big enough for a glove, said aloud to who cannot see, the same in the dark.
import { clock } from "../day";
import { bdi, button, h, t } from "../page";
import { knows, type Word } from "../words";
import { HELP } from "./codes";
import type { Row } from "./night";
import type { Duty, Night } from "./pack";

type Child = Node | string | null | false | undefined;

export const section = (title: string, ...rest: Child[]): HTMLElement => h("section", { class: "part" }, h("h2", {}, title), ...rest);

/** A button that stays down: `name` is how tests and the focus find it again after the screen was drawn anew. */
export function choice(words: string, pressed: boolean, press: () => void, name: string, kind = "plain"): HTMLButtonElement {
  return button(words, press, `pick ${kind}`, { "aria-pressed": String(pressed), "data-key": name });
}

/** One more, one less: the number is said when it changes. */
export function counter(words: string, value: number, change: (by: number) => void, name: string): HTMLElement {
  const step = (sign: string, by: number, said: Word): HTMLElement =>
    h("button", { type: "button", class: "button step", onclick: () => change(by), "aria-label": t(said, { t: words }), "data-key": `${name}${sign}` },
      h("span", { "aria-hidden": "true" }, sign));
  return h("div", { class: "counter", role: "group", "aria-label": words },
    h("span", { class: "counter-words" }, words), step("−", -1, "less_of"),
    h("output", { "aria-live": "polite", "data-count": name }, bdi(value)), step("+", 1, "more_of"));
}

/** A number that the phone dials. */
export function dial(number: string, words: string, kind = "plain"): HTMLElement {
  const plain = number.replace(/[^\d+*#]/g, "");
  return h("a", { class: `button dial ${kind}`, href: `tel:${plain}`, "data-dial": plain },
    h("span", {}, words), h("strong", {}, bdi(number)));
}

/** What a code of the pack means: of one that this version does not know, that it is another. */
export function named(kind: "kit" | "body" | "source" | "number" | "help", code: string): string {
  const word = `${kind}_${code}`;
  if (knows(word)) return t(word);
  return kind === "help" ? code : t(`${kind}_other`);
}

export const helps = (codes: Iterable<string>): string => [...codes].map((one) => named("help", one)).join(" · ");

/** What was offered to them and not wanted. */
export const declined = ({ met }: Row): string[] => HELP.filter((one) => met.offered.includes(one) && !met.taken.includes(one));

/** The emergency numbers, those of `first` before the others. */
export function numbers(night: Night, ...first: string[]): HTMLElement {
  const place = ({ code }: { code: string }): number => (first.includes(code) ? first.indexOf(code) : first.length);
  const rows = [...night.numbers].sort((one, other) => place(one) - place(other));
  return h("div", { class: "dials" }, ...rows.map(({ dial: number, code }) => dial(number, named("number", code), first.includes(code) ? "main" : "plain")));
}

/** Who is on duty, with the number to dial. */
export function onDuty(contacts: Duty[]): HTMLElement {
  return h("ul", { class: "sites" }, ...contacts.map(({ body, name, phone, hours }) => h("li", {},
    h("span", {}, named("body", body), " · ", h("bdi", {}, name), hours ? h("span", { class: "help" }, " ", bdi(hours)) : null),
    phone ? dial(phone, t("night_dial", { t: "" })) : null)));
}

/** Whom to call for somebody's health: the ambulance, then who answers for health tonight. */
export function forHealth(night: Night): HTMLElement {
  const contacts = night.contacts.filter(({ body, phone }) => body === "health" && phone);
  return h("div", { class: "card", role: "alert" }, h("p", { class: "strong" }, t("meet_call_now")), numbers(night, "emergency_ambulance"),
    contacts.length > 0 && onDuty(contacts));
}

export const hour = (at: number): HTMLElement => bdi(clock(at));

/** "29/11" of a written day. */
export const dayAndMonth = (day: string): string => day.split("-").slice(1).reverse().join("/");
