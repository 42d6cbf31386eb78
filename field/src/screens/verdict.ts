// What a card is worth, for one thumb and in sunlight: words, a colour and a shape. Every refusal is the same calm page:
// the queue sees nothing and hears nothing.
import { bdi, button, h, markWords, sign, spoken, t } from "../page";
import { type Verdict } from "../verdict";
import { people, type Word } from "../words";

export interface VerdictActs {
  given(proxy: boolean): void;
  away(): void;
  spare(): void;
  next(): void;
}

const NEEDS = new Set("wschqal");

export function needWords(needs: string): string[] {
  return [...needs].filter((one) => NEEDS.has(one)).map((one) => t(`need_${one}` as Word));
}

const prepared = (needs: string): HTMLElement | null => {
  const found = needWords(needs).map((one) => h("li", {}, one));
  return found.length ? h("div", { class: "needs" }, h("p", {}, t("to_prepare")), h("ul", {}, ...found)) : null;
};

/** The page of a verdict. `desk`: at the welcome table a spare one can be given; `spares`: how many are left there. */
export function verdict(found: Verdict, ownLane: number, desk: boolean, spares: number, acts: VerdictActs): HTMLElement {
  if (found.kind === "read_again") return again(acts);
  if (found.kind === "serve") return serve(found, ownLane, desk, acts);
  return desk ? atDesk(found, spares, acts) : refusal(found, acts);
}

function page(kind: string, shape: string, title: string, body: (Node | null | false)[], hand: (Node | null)[]): HTMLElement {
  return h("section", { class: `verdict ${kind}`, "data-verdict": kind, "aria-labelledby": "verdict-title" },
    h("div", { class: "verdict-sign" }, sign(shape)),
    h("h2", { id: "verdict-title", tabindex: "-1", "data-focus": true }, title),
    h("div", { class: "verdict-body" }, ...body), h("div", { class: "hand" }, ...hand));
}

function serve(found: Verdict & { kind: "serve" }, ownLane: number, desk: boolean, acts: VerdictActs): HTMLElement {
  const { size, needs, lane } = found.right;
  const number = h("p", { class: "size" }, h("b", {}, bdi(size)), " ", people(spoken(), size));
  return page("serve", "tick", t("serve"),
    [number, prepared(needs), !desk && lane !== ownLane && h("p", {}, t("from_lane", { n: lane }))],
    [button(t("given"), () => acts.given(false), "main", { "data-given": "" }),
      button(t("given_proxy"), () => acts.given(true), "plain", { "data-proxy": "" }),
      button(t("not_given"), acts.next, "quiet", { "data-next": "" })]);
}

function again(acts: VerdictActs): HTMLElement {
  return page("again", "card", t("read_again"), [h("p", {}, t("read_again_help"))], [button(t("next"), acts.next, "main", { "data-next": "" })]);
}

type Refused = Exclude<Verdict, { kind: "serve" } | { kind: "read_again" }>;

function why(found: Refused): HTMLElement {
  const said = found.kind === "other_lane" ? t("lane_serves", { n: found.lane })
    : found.kind === "other_point" ? t("point_serves") : t(`why_${found.kind}`);
  return h("div", { class: "why" }, h("p", { class: "why-title" }, t("for_you")), h("p", { "data-why": found.kind }, said), mark(found));
}

function mark(found: Refused): HTMLElement | null {
  if (!found.elsewhere) return null;
  const { colour, shape } = found.elsewhere;
  return h("div", { class: "mark" }, h("p", {}, t("point_come")), sign(shape, colour), h("strong", {}, markWords(colour, shape)));
}

function refusal(found: Refused, acts: VerdictActs): HTMLElement {
  const lane = found.kind === "other_lane";
  const next = button(t("next"), acts.next, lane ? "main" : "plain", { "data-next": "" });
  const table = button(t("to_table"), acts.away, lane ? "plain" : "main", { "data-away": "" });
  return page("refusal", lane ? "arrow" : "table", lane ? t("lane_come", { n: found.lane }) : t("table"),
    [why(found)], lane ? [next, table] : [table, next]);
}

function atDesk(found: Refused, spares: number, acts: VerdictActs): HTMLElement {
  const left = h("p", { class: "strong" }, spares > 0 ? t("spare_left", { n: spares }) : t("spare_over"));
  return page("refusal", "table", t("desk"), [h("p", {}, t("heard_here")), why(found), left],
    [button(t("spare"), acts.spare, spares > 0 ? "main" : "plain", { "data-spare": "" }),
      button(t("next"), acts.away, "plain", { "data-away": "" })]);
}
