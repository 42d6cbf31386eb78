// Meeting a person, one question after the other. Ask, never take: every question may stay without an answer, and who
// sleeps or wants nobody near is left in peace.
import { button, h, t } from "../page";
import type { Word } from "../words";
import {
  COUNTS, type Flag, FLAGS, HELP, KITS, type Kit, LANGUAGES, LEFT_BESIDE, SEEN_FLAGS, STATES,
} from "./codes";
import { count, type Draft, everyone, give, leaveInPeace } from "./draft";
import type { Night } from "./pack";
import { choice, counter, forHealth, numbers } from "./parts";

export type Step = "state" | "who" | "peace" | "child" | "talk" | "offer" | "bed" | "health" | "note";

export interface MeetView {
  draft: Draft;
  night: Night;
  fault: Word | "";
  known: string; // what this phone remembers of who gave a nickname, in words
  naming: boolean; // a nickname is offered
  changing: boolean; // of the area
  lost: boolean;
  voice: HTMLElement;
}

export interface MeetActs {
  draw(): void; // what was touched is in the draft
  next(): void;
  back(): void;
  go(step: Step): void;
  save(): void;
  leave(): void;
  naming(): void;
  named(nickname: string): void;
  changing(): void;
}

type Drawn = { title: string; body: (Node | null | false)[]; main?: HTMLElement };
const fault = ({ fault: word }: MeetView): HTMLElement => h("p", { class: "fault", role: "alert" }, word && t(word));
const help = (word: Word): HTMLElement => h("p", { class: "help" }, t(word));

export function next(acts: MeetActs, word: Word = "step_next"): HTMLElement {
  return button(t(word), acts.next, "main", { "data-next": "" });
}

export const save = (acts: MeetActs, word: Word = "meet_save"): HTMLElement => button(t(word), acts.save, "main", { "data-save": "" });

/** Where: an area, never a point. It is the one of the stop unless somebody says another. */
function area(view: MeetView, acts: MeetActs): HTMLElement {
  const { draft, night } = view;
  const chosen = draft.area ? h("p", { class: "area" }, t("meet_area"), " ", h("strong", { dir: "auto", "data-area": draft.area }, draft.areaName)) : null;
  if (draft.area && !view.changing) {
    return h("div", { class: "where" }, chosen, button(t("meet_area_change"), acts.changing, "small", { "data-key": "areas" }));
  }
  return h("div", { class: "where" }, chosen ?? help("meet_area_none"), h("div", { class: "choices" }, ...night.areas.map(({ id, name }) =>
    choice(name, id === draft.area, () => {
      Object.assign(draft, { area: id, areaName: name });
      if (!night.stops.some((stop) => stop.id === draft.stop && stop.area === id)) Object.assign(draft, { stop: "", call: "" });
      if (view.changing) acts.changing();
      else acts.draw();
    }, `area-${id}`))));
}

export function state(view: MeetView, acts: MeetActs): Drawn {
  const { draft } = view;
  const choose = (one: (typeof STATES)[number]): void => {
    if (one === "awake") draft.state = one;
    else leaveInPeace(draft, one);
    acts.next();
  };
  return { title: t("meet_how"), body: [area(view, acts), fault(view),
    h("div", { class: "choices one" }, ...STATES.map((one) => button(t(`meet_${one}`), () => choose(one), "plain tall", { "data-key": `state-${one}` })),
      button(t("night_child"), () => {
        draft.counts = { men: 0, women: 0, unsure: 0, children: Math.max(1, draft.counts.children) };
        acts.go("child");
      }, "danger", { "data-child": "" }))] };
}

const counters = (draft: Draft, acts: MeetActs): HTMLElement =>
  h("div", { class: "counters" }, ...COUNTS.map((one) => counter(t(`count_${one}`), draft.counts[one], (by) => {
    count(draft, one, by);
    acts.draw();
  }, one)));

export function who(view: MeetView, acts: MeetActs): Drawn {
  return { title: t("meet_who"), body: [counters(view.draft, acts), fault(view)], main: next(acts) };
}

const kit = (draft: Draft, acts: MeetActs, one: Kit): HTMLElement => counter(t(`kit_${one}`), draft.kits.get(one) ?? 0, (by) => {
  give(draft, one, by);
  acts.draw();
}, `kit-${one}`);

/** Asleep, or wants nobody near: something is left beside when it is safe. */
export function peace(view: MeetView, acts: MeetActs): Drawn {
  const { draft } = view;
  return { title: t("meet_peace"), body: [help("meet_peace_help"), counters(draft, acts),
    h("div", { class: "counters" }, ...[...LEFT_BESIDE as readonly Kit[], "drink" as const].map((one) => kit(draft, acts, one))), fault(view)], main: next(acts) };
}

/** A child alone: what to do stands before anything that is written. */
export function child(view: MeetView, acts: MeetActs): Drawn {
  const { draft, night } = view;
  return { title: t("child_title"), body: [
    h("ul", { class: "card" }, ...(["child_stay", "child_ask", "child_warm"] as const).map((one) => h("li", {}, t(one)))),
    h("p", { class: "strong" }, t("child_call")), numbers(night, "emergency_child", "emergency_police", "emergency_ambulance"),
    counter(t("count_children"), draft.counts.children, (by) => {
      draft.counts.children = Math.max(1, draft.counts.children + by);
      acts.draw();
    }, "children"),
    area(view, acts),
    h("p", {}, t("child_given")), h("div", { class: "counters" }, ...(["blanket", "meal", "drink", "clothes"] as const).map((one) => kit(draft, acts, one))),
    fault(view),
    button(t("child_not_alone"), () => acts.go(draft.state === "awake" ? "who" : "peace"), "quiet", { "data-not-alone": "" })], main: save(acts, "child_save") };
}

export function talk(view: MeetView, acts: MeetActs): Drawn {
  const { draft, night } = view;
  return { title: t("meet_talk"), body: [help("meet_talk_help"),
    h("div", { class: "choices" }, ...LANGUAGES.map((one) => choice(t(`lang_${one}`), draft.language === one, () => {
      draft.language = draft.language === one ? "" : one;
      acts.draw();
    }, `lang-${one}`))),
    night.key ? name(view, acts) : help("name_no_key")], main: next(acts) };
}

function name(view: MeetView, acts: MeetActs): HTMLElement {
  const { draft } = view;
  if (!view.naming) return button(t("name_open"), acts.naming, "plain", { "data-key": "naming" });
  const input = h("input", { id: "nickname", class: "input", type: "text", dir: "auto", maxlength: 40, autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", "aria-describedby": "nickname-help", value: draft.nickname, "data-key": "nickname",
    oninput: () => acts.named(input.value) });
  return h("div", { class: "field" }, h("label", { for: "nickname" }, t("name_label")), h("p", { class: "help", id: "nickname-help" }, t("name_help")), input,
    h("p", { class: "known", role: "status", "data-known": "" }, view.known));
}

/** Offers and answers: what nobody offered stays empty, and wanting nothing is an answer like the others. */
export function offer(view: MeetView, acts: MeetActs): Drawn {
  const { draft } = view;
  const others = KITS.filter((one) => !(HELP as readonly string[]).includes(one));
  return { title: t("meet_offer"), body: [
    view.known ? h("p", { class: "known" }, view.known) : null, help("meet_offer_help"),
    choice(t("offer_nothing"), draft.nothing, () => {
      draft.nothing = !draft.nothing;
      if (draft.nothing) for (const one of [...draft.took]) takeBack(draft, one);
      acts.draw();
    }, "nothing", "tall"),
    h("div", { class: "offers" }, ...HELP.map((one) => offering(draft, acts, one))),
    h("p", { class: "strong" }, t("offer_also")), h("div", { class: "counters" }, ...others.map((one) => kit(draft, acts, one))),
    choice(t("offer_later"), draft.later, () => {
      draft.later = !draft.later;
      acts.draw();
    }, "later"),
    fault(view)], main: next(acts) };
}

function takeBack(draft: Draft, one: (typeof HELP)[number]): void {
  draft.took.delete(one);
  draft.kits.delete(one as Kit);
  draft.declined.add(one);
}

function offering(draft: Draft, acts: MeetActs, one: (typeof HELP)[number]): HTMLElement {
  const pieces = (KITS as readonly string[]).includes(one);
  const took = draft.took.has(one);
  const take = (): void => {
    if (took) {
      draft.took.delete(one);
      draft.kits.delete(one as Kit);
    } else {
      draft.took.add(one);
      draft.declined.delete(one);
      draft.nothing = false;
      if (pieces) give(draft, one as Kit, everyone(draft));
    }
    acts.draw();
  };
  const decline = (): void => {
    if (draft.declined.has(one)) draft.declined.delete(one);
    else takeBack(draft, one);
    acts.draw();
  };
  const words = t(`help_${one}`);
  return h("div", { class: "offer", role: "group", "aria-label": words }, h("span", { class: "offer-words" }, words),
    choice(t("offer_took"), took, take, `took-${one}`), choice(t("offer_declined"), draft.declined.has(one), decline, `declined-${one}`),
    took && pieces && kit(draft, acts, one as Kit));
}

/** Red flags: the numbers stand there as soon as one is touched. */
export function health(view: MeetView, acts: MeetActs): Drawn {
  const { draft, night } = view;
  const seen: readonly Flag[] = draft.state === "awake" ? FLAGS : SEEN_FLAGS;
  const called = draft.flags.size > 0 && forHealth(night);
  const flags = h("div", { class: "choices" }, ...seen.map((one) => choice(t(`flag_${one}`), draft.flags.has(one), () => {
    if (!draft.flags.delete(one)) draft.flags.add(one);
    acts.draw();
  }, `flag-${one}`, "tall")));
  const word = draft.flags.size ? "step_next" : "meet_health_none";
  return { title: t("meet_health"), body: [called, flags, fault(view)], main: draft.state === "awake" ? next(acts, word) : save(acts) };
}
