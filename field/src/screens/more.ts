// Behind "more": the latest with their undo, what to say, the emergency code, the lanes, the end of the shift.
import { clock } from "../day";
import type { DayState } from "../day_state";
import { bdi, button, field, h, spoken, t } from "../page";
import type { Contact } from "../store";
import { SAYINGS, type Word } from "../words";

export interface MoreActs {
  back(): void;
  undo(op: string): void;
  release(code: string): void;
  end(): void;
  lock(): void;
  spare(): void;
}

export interface MoreView {
  day: DayState;
  now: number;
  contact: Contact | null;
  waiting: number;
  said: Word | "";
  values: Record<string, number>;
  send: HTMLElement;
}

const part = (word: Word, ...rest: (Node | null | false)[]): HTMLElement =>
  h("section", { class: "part" }, h("h2", {}, t(word)), ...rest);

export function more(view: MoreView, acts: MoreActs): HTMLElement {
  const { day, now } = view;
  const desk = day.pack.desk;
  const round = day.pack.kind === "round";
  return h("main", { class: "more-page" },
    button(t("back"), acts.back, "plain", { "data-back": "" }),
    h("h1", { tabindex: "-1", "data-focus": true }, t("more")),
    h("p", { class: "said", role: "status" }, view.said && t(view.said, view.values)),
    !round && part("latest", latest(day, now, acts)),
    desk && part("desk", h("p", {}, t("spare_left", { n: Math.max(0, day.sparesLeft()) })), button(t("spare"), acts.spare, "plain", { "data-spare": "" })),
    part("say_title", sayings()),
    !round && !desk && part("release_title", h("p", { class: "help" }, t("release_help")), release(acts)),
    !round && part("lanes_title", lanes(day)),
    part("end_title", h("p", { class: "help" }, t("end_help")), contact(view), h("div", { "data-sender": "" }, view.send),
      button(t(round ? "round_end" : "end_button"), acts.end, "plain", { "data-end": "" })),
    button(t("lock_now"), acts.lock, "quiet"));
}

function latest(day: DayState, now: number, acts: MoreActs): HTMLElement {
  const rows = day.latest(now).map(({ mark, undone, undoable }) => h("li", {},
    h("span", {}, bdi(clock(mark.at)), " ", undone ? t("undone") : t("given")),
    undoable && button(t("undo"), () => acts.undo(mark.op), "small", { "data-undo": "" })));
  return rows.length ? h("ul", { class: "rows" }, ...rows) : h("p", {}, t("nothing_yet"));
}

function sayings(): HTMLElement {
  const lang = spoken();
  const other = lang === "ar" ? "fr" : "ar";
  return h("div", { class: "sayings" }, ...SAYINGS.map(({ when, say }) => h("details", {},
    h("summary", {}, when[lang]),
    h("p", { class: "saying" }, say[lang]),
    h("p", { class: "saying", lang: other, dir: other === "ar" ? "rtl" : "ltr" }, say[other]))));
}

function release(acts: MoreActs): HTMLElement {
  const code = field("release", t("release_code"), "", { maxlength: 60 });
  const send = (event: Event): void => {
    event.preventDefault();
    if (code.input.value.trim()) acts.release(code.input.value);
  };
  return h("form", { onsubmit: send }, code.row, h("button", { class: "button plain", type: "submit" }, t("release_button")));
}

function lanes(day: DayState): HTMLElement {
  return h("ul", { class: "rows" }, ...day.lanes().map(({ lane, served, left }) =>
    h("li", {}, t("lane_line", { n: lane, s: served, l: left }))));
}

function contact({ contact: known }: MoreView): HTMLElement {
  return h("p", {}, known ? t("last_contact", { t: clock(known.at) }) : t("no_contact"),
    known?.looked ? h("span", { class: "looked" }, " ", t("looked_at", { n: known.looked })) : null);
}
