// The night round on a team's phone: the app hands the whole screen over to it while a pack of kind "outreach" is open.
import { OUTREACH, openSealed, toText } from "../crypto";
import { h, t } from "../page";
import type { Phone } from "../phone";
import type { Stage } from "../stage";
import type { Word } from "../words";
import { bar, home } from "./home";
import { recall, remember } from "./known";
import { Meet } from "./meet";
import { NightState, type Row } from "./night";
import type { NightStop } from "./pack";

export interface RoundActs {
  lock(): void;
  other(): void; // the other language
  sender(): HTMLElement;
  ended(): void; // the day was given back
}

export class NightRound {
  private meet: Meet | null = null;
  private current = "";
  private place: { call: string; words: string } | null = null;
  private said = "";
  private drawn = ""; // the pack that stands on the screen
  private net = h("div", { class: "net", "data-net": "" });
  private busy = false;

  constructor(private stage: Stage, private phone: Phone, private acts: RoundActs) {}

  private get state(): NightState | null {
    return this.phone.day?.pack.night ? new NightState(this.phone.day) : null;
  }

  show(): void {
    const { state } = this;
    if (!state) return;
    this.drawNet();
    if (this.meet) return this.meet.show();
    const now = this.phone.world.now();
    const { stops } = state.night;
    if (!stops.some(({ id }) => id === this.current)) this.current = stops[0]?.id ?? "";
    this.drawn = state.day.pack.id + state.day.pack.made;
    const view = { state, now, said: this.said, current: this.current, place: this.place, net: this.net };
    const focus = document.activeElement?.getAttribute("data-key");
    this.stage.show("night", this.bar(), home(view, {
      meet: () => this.start(),
      child: () => this.start("child"),
      again: (row) => void this.again(row),
      here: (stop) => { this.current = stop.id; this.tell(""); },
      reached: (stop) => void this.reached(stop),
      place: (stop) => void this.openPlace(stop),
      undo: (row) => void this.undo(row.op),
      end: () => void this.end("night_end_sure", () => this.phone.endNight()),
      giveBack: () => void this.end("night_return_sure", () => this.phone.end()),
      lock: () => this.acts.lock(),
      other: () => this.acts.other(),
    }));
    if (focus) document.querySelector<HTMLElement>(`[data-key="${focus}"]`)?.focus({ preventScroll: true });
  }

  private bar(): HTMLElement {
    const { state } = this;
    return state ? bar(state, () => this.acts.other()) : h("header");
  }

  /** The network came or went, a line left, a new pack came: never in the middle of a meeting. */
  update(): void {
    const { waiting, day } = this.phone;
    this.drawNet();
    if (this.meet?.isWritten && !waiting.count) this.meet.sent();
    if (!this.meet && day && this.stage.shown === "night" && this.drawn !== day.pack.id + day.pack.made) this.show();
  }

  private drawNet(): void {
    const { waiting } = this.phone;
    const online = navigator.onLine;
    const words = `${online}${waiting.count}${Math.floor(this.phone.world.now() / 60_000)}`;
    if (this.net.dataset["net"] !== words) {
      this.net.dataset["net"] = words;
      this.net.replaceChildren(h("span", { class: online ? "online" : "offline" }, t(online ? "with_network" : "without_network")), this.acts.sender());
    }
  }

  /** The phone closes: a place that was open closes, typed words go. */
  locked(): void {
    this.place = null;
    this.said = "";
    this.net.dataset["net"] = "";
    if (this.meet?.isWritten) this.meet = null;
    this.meet?.close();
  }

  /** Another day, another team or nobody's phone any more: nothing of before is carried over. */
  forget(): void {
    this.locked();
    this.meet = null;
    this.current = this.drawn = "";
  }

  private tell(word: Word | "", values: Record<string, number> = {}): void {
    this.said = word && t(word, values);
    this.show();
  }

  private home(): void {
    this.meet = null;
    this.said = "";
    this.show();
  }

  // Meeting people

  private make(): Meet | null {
    const { state } = this;
    if (!state) return null;
    this.place = null;
    const stop = state.night.stops.find(({ id }) => id === this.current) ?? null;
    return new Meet(this.phone, this.stage, state.night, stop, {
      home: () => this.home(), undo: (op) => void this.undo(op), another: () => this.start(),
      soon: () => void this.soon(), bar: () => this.bar() });
  }

  private start(how: "" | "child" = ""): void {
    const made = this.make();
    this.meet = how === "child" ? made?.childAlone() ?? null : made;
    this.show();
  }

  private async again(row: Row): Promise<void> {
    this.meet = await this.make()?.again(row) ?? null;
    this.show();
  }

  private async soon(): Promise<void> {
    if (navigator.onLine) await this.phone.send();
  }

  private async undo(op: string): Promise<void> {
    const { state, phone: { store, opened } } = this;
    const row = state?.rows(this.phone.world.now()).find((one) => one.op === op);
    this.meet = null;
    if (!row?.undoable || !opened) return this.tell("met_too_late");
    await this.phone.act({ kind: "encounter_undone", payload: { of: op }, mark: { kind: "encounter_undone", right: "", of: op } });
    const { index, before } = row.met;
    if (index && (await recall(store, opened, index))?.at === row.at) await remember(store, opened, index, before);
    this.tell("met_undone_said");
    void this.soon();
  }

  // Call-outs

  private async reached(stop: NightStop): Promise<void> {
    if (this.busy || this.state?.isReached(stop.id)) return;
    this.busy = true;
    await this.phone.act({ kind: "call_reached", payload: { call: stop.id }, mark: { kind: "call_reached", right: "", of: stop.id } })
      .finally(() => { this.busy = false; });
    this.current = stop.id;
    this.tell("stop_reached_done");
    void this.soon();
  }

  /** The place of a call-out is opened in memory, by this phone's own key, and closed again. */
  private async openPlace(stop: NightStop): Promise<void> {
    const { opened } = this.phone;
    if (this.place?.call === stop.id) this.place = null;
    else if (opened) {
      const words = await openSealed(stop.sealed, opened.secret, stop.id, OUTREACH).then((clear) => placeIn(toText(clear))).catch(() => "");
      this.place = { call: stop.id, words: words || t("stop_place_none") };
    }
    this.show();
  }

  // The end

  private async end(sure: Word, work: () => Promise<number>): Promise<void> {
    if (this.busy || !confirm(t(sure))) return;
    this.busy = true;
    const left = await work().finally(() => { this.busy = false; });
    if (left) return this.tell("night_end_waits", { n: left });
    this.forget();
    this.acts.ended();
  }
}

/** Place and words of a call-out, a line each. */
function placeIn(clear: string): string {
  const said = JSON.parse(clear) as { place?: string; words?: string };
  return [said.place, said.words].filter(Boolean).join("\n");
}
