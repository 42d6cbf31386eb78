// A courier's round: places and how to announce oneself. No category, and gone at return.
import type { DayState } from "../day_state";
import { bdi, button, h, spoken, t } from "../page";
import type { Stop } from "../pack";
import { people, type Word } from "../words";
import { needWords } from "./verdict";

export const OUTCOMES = ["given", "nobody", "refused", "danger"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export function round(day: DayState, said: Word | "", send: HTMLElement, done: (stop: Stop, outcome: Outcome) => void, more: () => void): HTMLElement {
  const left = day.pack.stops.filter(({ id }) => !day.outcome(id)).length;
  return h("main", { class: "round" },
    h("h1", { tabindex: "-1" }, t("round")),
    h("div", { class: "net" }, h("span", {}, t("stop_left", { n: left })), send),
    h("p", { class: "help" }, t("round_help")),
    h("p", { class: "said", role: "status" }, said && t(said)),
    h("ol", { class: "stops" }, ...day.pack.stops.map((stop) => row(stop, day.outcome(stop.id), done))),
    button(t("more"), more, "plain more"));
}

function row(stop: Stop, outcome: string, done: (stop: Stop, outcome: Outcome) => void): HTMLElement {
  const needs = needWords(stop.needs);
  return h("li", { class: outcome ? "stop finished" : "stop", "data-stop": stop.id },
    h("p", { class: "stop-place", dir: "auto" }, stop.place),
    h("p", { dir: "auto" }, t("stop_announce", { t: stop.announce })),
    h("p", {}, bdi(stop.size), " ", people(spoken(), stop.size), needs.length > 0 && ` · ${needs.join(" · ")}`),
    outcome
      ? h("p", { class: "strong" }, t(`stop_${outcome}` as Word))
      : h("div", { class: "outcomes" }, ...OUTCOMES.map((one) =>
        button(t(`stop_${one}`), () => done(stop, one), one === "given" ? "main" : "plain", { "data-outcome": one }))));
}
