// The night at a glance: where we go, whom to ask again, beds, kits, who is on duty. "Met somebody" lies under the thumb.
import { clock } from "../day";
import { bdi, button, h, spoken, t } from "../page";
import type { Word } from "../words";
import { type NightState, type Row, tookNothing } from "./night";
import { BEDS, type NightStop, type Site } from "./pack";
import { choice, dayAndMonth, declined, dial, helps, hour, named, numbers, onDuty, section } from "./parts";

export interface HomeActs {
  meet(): void;
  child(): void;
  again(row: Row): void;
  here(stop: NightStop): void;
  reached(stop: NightStop): void;
  place(stop: NightStop): void;
  undo(row: Row): void;
  end(): void;
  giveBack(): void;
  lock(): void;
  other(): void;
}

export interface HomeView {
  state: NightState;
  now: number;
  said: string;
  current: string; // the stop where we are
  place: { call: string; words: string } | null; // of a call-out, open for the moment
  net: HTMLElement; // network and what waits
}

export function bar(state: NightState, other: () => void): HTMLElement {
  const { pack } = state.day;
  return h("header", { class: "bar" },
    h("span", { class: "bar-words" }, h("span", { class: "bar-point" }, pack.name[spoken()]),
      h("strong", {}, t("night", { t: dayAndMonth(pack.day) }))),
    button(t("other_language"), other, "bar-button"));
}

export function home(view: HomeView, acts: HomeActs): HTMLElement {
  const { state, now } = view;
  return h("main", { class: "night" },
    h("h1", { class: "hidden", tabindex: "-1" }, t("night_title")),
    view.net, alert(state),
    h("p", { class: "said", role: "status" }, view.said),
    unheard(state, now), beds(state, now), stops(view, acts), again(state.later(now), acts),
    section(t("night_numbers"), numbers(state.night)),
    sites(state), kits(state, now), duty(state), latest(state.rows(now), acts), end(acts),
    h("div", { class: "thumb" },
      button(t("night_child"), acts.child, "danger", { "data-child": "" }),
      button(t("night_met"), acts.meet, "main", { "data-meet": "" })));
}

const ALERTS = new Set(["yellow", "orange", "red"]);

function alert({ night }: NightState): HTMLElement | null {
  if (!ALERTS.has(night.alert)) return null;
  return h("div", { class: `alert ${night.alert}`, "data-alert": night.alert },
    h("strong", {}, t(`night_alert_${night.alert}` as Word)), night.alertWords ? h("p", { dir: "auto" }, night.alertWords) : null);
}

/** A child alone of whom nobody could be told: the team calls. */
function unheard(state: NightState, now: number): HTMLElement | null {
  const rows = state.rows(now).filter(({ op, undone }) => !undone && state.night.unheard.includes(op));
  if (!rows.length) return null;
  return h("div", { class: "card", role: "alert", "data-unheard": "" }, ...rows.map(({ at }) => h("p", { class: "strong" }, t("child_unheard", { t: clock(at) }))),
    numbers(state.night, "emergency_child", "emergency_police", "emergency_ambulance"));
}

function stops(view: HomeView, acts: HomeActs): HTMLElement {
  const rows = view.state.night.stops.map((stop) => row(stop, view, acts));
  const { vehicle } = view.state.night;
  return section(t("stops_title"), vehicle ? h("p", { class: "help", dir: "auto" }, t("night_vehicle", { t: vehicle })) : null,
    rows.length ? h("ol", { class: "stops" }, ...rows) : h("p", {}, t("stops_none")));
}

function row(stop: NightStop, view: HomeView, acts: HomeActs): HTMLElement {
  const here = stop.id === view.current;
  const met = view.state.metAt(stop.id, view.now);
  const later = view.state.later(view.now).filter((one) => one.met.stop === stop.id).length;
  return h("li", { class: here ? "stop here" : "stop", "data-stop": stop.id },
    h("p", { class: "stop-place", dir: "auto" }, stop.areaName),
    stop.call && call(stop, view, acts),
    met > 0 && h("p", {}, t("stop_met", { n: met })),
    later > 0 && h("p", { class: "known" }, t("stop_later", { n: later })),
    here ? h("p", { class: "strong" }, t("stop_now")) : button(t("stop_here"), () => acts.here(stop), "plain", { "data-here": stop.id }));
}

function call(stop: NightStop, view: HomeView, acts: HomeActs): HTMLElement {
  const open = view.place?.call === stop.id ? view.place.words : "";
  return h("div", { class: "call" },
    h("p", {}, t("stop_call", { t: clock(stop.at) }), " · ", named("source", stop.source || "other"), " · ", t("stop_call_people", { n: stop.people })),
    open && h("div", { class: "place", "data-place": "" }, ...open.split("\n").map((line) => h("p", { dir: "auto" }, line))),
    stop.sealed
      ? choice(t(open ? "stop_place_close" : "stop_place"), Boolean(open), () => acts.place(stop), `place-${stop.id}`)
      : h("p", { class: "help" }, t("stop_place_none")),
    view.state.isReached(stop.id)
      ? h("p", { class: "strong", "data-reached-done": "" }, t("stop_reached_done"))
      : button(t("stop_reached"), () => acts.reached(stop), "main", { "data-reached": stop.id }));
}


function again(rows: Row[], acts: HomeActs): HTMLElement | null {
  if (!rows.length) return null;
  return section(t("later_title"), h("ul", { class: "rows tall", "data-later": "" }, ...rows.map((one) => {
    const codes = declined(one);
    return h("li", {}, h("span", {}, hour(one.at), " ", people(one), codes.length > 0 && h("span", { class: "help" }, " ", t("later_refused", { t: helps(codes) }))),
      button(t("later_ask", { t: one.met.areaName }), () => acts.again(one), "small", { "data-again": one.op }));
  })));
}

function people({ met }: Row): string {
  return (["men", "women", "unsure", "children"] as const).filter((one) => met.counts[one])
    .map((one) => `${t(`count_${one}`)} ${met.counts[one]}`).join(" · ");
}

function beds(state: NightState, now: number): HTMLElement | null {
  const asked = state.beds(now);
  if (!asked.length) return null;
  const held = asked.some(({ answers }) => answers.some((one) => one.held));
  return section(t("beds_asked"), h("ul", { class: "rows tall", "data-beds": "" }, ...asked.flatMap(({ row: one, answers }) =>
    answers.length ? answers.map((answer) => h("li", { "data-bed": answer.held ? "held" : "none" },
      h("span", {}, hour(one.at), " ", answer.held && answer.site
        ? h("strong", {}, t("beds_held", { t: [answer.site[spoken()], answer.bed].filter(Boolean).join(" · ") }))
        : h("strong", {}, t("beds_none")), " ", answer.guest && h("bdi", {}, t("beds_code", { t: answer.guest })))))
      : [h("li", { "data-bed": "waiting" }, h("span", {}, hour(one.at), " ", t("beds_waiting")))])),
  held && state.night.holdMinutes > 0 && h("p", { class: "help" }, t("beds_hold", { n: state.night.holdMinutes })));
}

function sites(state: NightState): HTMLElement {
  const { night, day } = state;
  return section(t("beds_title"), h("p", { class: "help" }, t("beds_as_of", { t: clock(day.pack.made) })),
    night.sites.length ? h("ul", { class: "sites" }, ...night.sites.map((site) => h("li", { "data-site": site.id },
      h("strong", {}, site.name[spoken()]), free(site), site.phone ? dial(site.phone, t("night_dial", { t: "" })) : null)))
      : h("p", {}, t("beds_no_site")));
}

/** Free beds of a site by kind; what was not declared is unknown: call. */
export function free(site: Site): HTMLElement {
  const known = BEDS.filter((one) => site.free[one] > 0);
  const unknown = BEDS.filter((one) => site.free[one] < 0);
  return h("p", { class: "free" },
    ...(known.length || unknown.length ? [] : [t("beds_full")]),
    ...known.map((one) => h("span", {}, t(`bed_${one}`), " ", h("b", {}, bdi(site.free[one])))),
    ...(unknown.length ? [h("span", { class: "unknown" }, t("beds_unknown", { t: unknown.map((one) => t(`bed_${one}`)).join(" · ") }))] : []));
}

function kits(state: NightState, now: number): HTMLElement {
  const rows = state.left(now);
  return section(t("kits_title"), rows.length
    ? h("ul", { class: "kits" }, ...rows.map(([kind, left]) => h("li", { "data-kit": kind }, h("span", {}, named("kit", kind)), " ", h("b", {}, bdi(left)))))
    : h("p", {}, t("kits_none")), h("p", { class: "help" }, t("kits_here")));
}

function duty({ night }: NightState): HTMLElement {
  return section(t("duty_title"), night.contacts.length ? onDuty(night.contacts) : h("p", {}, t("duty_none")));
}

function latest(rows: Row[], acts: HomeActs): HTMLElement {
  return section(t("latest_met"), rows.length ? h("ul", { class: "rows tall", "data-latest": "" }, ...rows.slice(0, 8).map((one) => h("li", {},
    h("span", {}, hour(one.at), " ", h("bdi", {}, one.met.areaName), " · ", people(one), " · ", one.undone ? t("met_undone") : tookNothing(one.met) ? t("help_nothing") : helps(one.met.taken)),
    one.undoable && button(t("met_undo"), () => acts.undo(one), "small", { "data-undo": one.op }))))
    : h("p", {}, t("nothing_yet")));
}

function end(acts: HomeActs): HTMLElement {
  return section(t("night_end_title"), h("p", { class: "help" }, t("night_end_help")),
    button(t("night_end"), acts.end, "plain", { "data-end-night": "" }), button(t("lock_now"), acts.lock, "plain", { "data-lock": "" }),
    button(t("night_return"), acts.giveBack, "quiet", { "data-end": "" }));
}
