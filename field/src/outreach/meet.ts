// One meeting from the first touch to what is written. Nothing is on the screen as written before it lies signed on the
// phone; nothing of it is kept before that.
import { casablancaDate } from "../day";
import { button, h, t } from "../page";
import type { Phone } from "../phone";
import type { Stage } from "../stage";
import type { Word } from "../words";
import { NOTHING } from "./codes";
import { type Draft, everyone, isChildAlone, newDraft, offered, payloadOf, taken } from "./draft";
import { bed, done, note, voiceBox } from "./ending";
import { type Known, markOf, recall, remember } from "./known";
import type { Meeting, Row } from "./night";
import type { Night, NightStop } from "./pack";
import { dayAndMonth, helps } from "./parts";
import * as steps from "./steps";
import type { MeetActs, MeetView, Step } from "./steps";
import { newId } from "../operations";
import { Voice } from "./voice";

const SCREENS = { state: steps.state, who: steps.who, peace: steps.peace, child: steps.child, talk: steps.talk, offer: steps.offer, bed, health: steps.health, note };

function stepsOf(draft: Draft): Step[] {
  const seen: Step = draft.state === "awake" ? "who" : "peace";
  if (isChildAlone(draft)) return ["state", seen, "child"];
  if (draft.state !== "awake") return ["state", seen, "health"];
  return ["state", seen, "talk", "offer", ...(draft.took.has("shelter") ? ["bed" as const] : []), "health", "note"];
}

export interface Ends { home(): void; undo(op: string): void; another(): void; soon(): void; bar(): HTMLElement }

export class Meet {
  readonly draft: Draft;
  isWritten = false;
  isSent = false;
  private step: Step = "state";
  private fault: Word | "" = "";
  private known: Known | null = null;
  private naming = false;
  private changing = false;
  private lost = false;
  private busy = false;
  private voiceRoot = h("div", { class: "voice" });
  private voice = new Voice(() => this.drawVoice());

  constructor(private phone: Phone, private stage: Stage, private night: Night, stop: NightStop | null, private ends: Ends) {
    this.draft = newDraft(newId(phone.world.now()), stop);
  }

  /** Straight to the card of a child alone. */
  childAlone(): this {
    this.draft.counts.children = 1;
    this.step = "child";
    return this;
  }

  /** The people of an earlier meeting of tonight, asked again. */
  async again({ op, met }: Row): Promise<this> {
    const { draft } = this;
    Object.assign(draft, { again: op, area: met.area, areaName: met.areaName, stop: met.stop, call: met.call, person: met.person });
    Object.assign(draft.counts, met.counts);
    if (met.index && this.phone.opened) this.known = await recall(this.phone.store, this.phone.opened, met.index);
    this.index = met.index;
    return this;
  }

  private index = ""; // under which mark the person is remembered

  // On the screen

  show(): void {
    if (this.isWritten) return this.showDone();
    const all = stepsOf(this.draft);
    const at = all.indexOf(this.step);
    const { title, body, main } = SCREENS[this.step](this.view(), this.acts);
    const focus = document.activeElement?.getAttribute("data-key");
    this.drawVoice();
    const screen = h("main", { class: `night step-${this.step}` },
      this.step !== "child" && h("div", { class: "step-top" }, at >= 0 ? h("p", { class: "help" }, t("step_of", { n: at + 1, m: all.length })) : null,
        button(t("meet_stop"), () => this.leave(), "quiet", { "data-leave": "" })),
      h("h1", { tabindex: "-1", "data-focus": true }, title), ...body.filter((one): one is Node => Boolean(one)),
      h("div", { class: "thumb" }, button(t("step_back"), () => this.back(), "plain", { "data-back": "" }),
        this.step !== "child" && this.step !== "health" && this.draft.flags.size === 0 && all.includes("health")
          ? button(t("meet_danger"), () => this.go("health"), "danger", { "data-danger": "" }) : null,
        main ?? null));
    this.stage.show(`meet-${this.step}`, this.ends.bar(), screen);
    if (focus) screen.querySelector<HTMLElement>(`[data-key="${focus}"]`)?.focus({ preventScroll: true });
  }

  private view(): MeetView {
    const { draft, night, fault, naming, changing, lost } = this;
    return { draft, night, fault, known: this.knownWords(), naming, changing, lost, voice: this.voiceRoot };
  }

  private knownWords(): string {
    if (!this.known) return "";
    const took = helps(this.known.taken);
    return `${t("name_met", { t: dayAndMonth(casablancaDate(this.known.at)) })} · ${t("name_took", { t: took })}`;
  }

  private drawVoice(): void {
    const { key } = this.night;
    this.voiceRoot.replaceChildren(...voiceBox(this.voice, this.draft.voice.length, {
      start: () => void this.voice.start(),
      stop: () => this.voice.stop(),
      keep: () => { if (key) void this.voice.sealed(key, this.draft.op).then((parts) => { this.draft.voice = parts; this.drawVoice(); }); },
      throwAway: () => { this.voice.throwAway(); this.draft.voice = []; this.drawVoice(); },
    }).filter((one) => one !== null));
  }

  private acts: MeetActs = {
    draw: () => { this.fault = ""; this.show(); },
    next: () => this.next(),
    back: () => this.back(),
    go: (step) => this.go(step),
    save: () => void this.save(),
    leave: () => this.leave(),
    naming: () => { this.naming = true; this.show(); document.getElementById("nickname")?.focus(); },
    named: (nickname) => void this.named(nickname),
    changing: () => { this.changing = !this.changing; this.show(); },
  };

  // From step to step

  private go(step: Step): void {
    this.fault = "";
    this.step = step;
    this.show();
  }

  private next(): void {
    const lacks = this.lacks(this.step);
    const all = stepsOf(this.draft);
    if (lacks) {
      this.fault = lacks;
      return this.show();
    }
    if (this.voice.state === "recording") this.voice.stop();
    this.go(isChildAlone(this.draft) && this.step !== "state" ? "child" : all[all.indexOf(this.step) + 1] ?? "note");
  }

  private back(): void {
    const all = stepsOf(this.draft);
    const before = all[Math.max(0, all.indexOf(this.step)) - 1];
    if (before) this.go(before);
    else this.leave();
  }

  private lacks(step: Step): Word | "" {
    const { draft } = this;
    if ((step === "state" || step === "child") && !draft.area) return "meet_area_none";
    if ((step === "who" || step === "peace") && !everyone(draft)) return "meet_who_none";
    if (step === "offer" && !draft.took.size && !draft.nothing) return "offer_missing";
    return "";
  }

  private leave(): void {
    this.close();
    this.ends.home();
  }

  /** The phone closes: what was typed or said is thrown away, what was touched stays in memory. */
  close(): void {
    const { draft } = this;
    if (this.isWritten) return;
    this.lost = Boolean(draft.nickname || draft.words || draft.place || draft.voice.length || this.voice.state !== "idle");
    this.voice.throwAway();
    if (!draft.again) this.known = null;
    Object.assign(draft, { nickname: "", words: "", place: "", voice: [] });
  }

  private async named(nickname: string): Promise<void> {
    const { draft, phone: { store, opened } } = this;
    draft.nickname = nickname.trim();
    if (!opened) return;
    const mark = await markOf(store, opened, draft.nickname);
    const known = await recall(store, opened, mark);
    if (draft.nickname !== nickname.trim()) return; // another letter was typed meanwhile
    this.known = known;
    this.stage.say("[data-known]", this.knownWords());
  }

  // Written

  private async save(): Promise<void> {
    const lacks = stepsOf(this.draft).map((step) => this.lacks(step)).find(Boolean) ?? "";
    if (lacks || this.busy) {
      this.fault = lacks;
      return this.show();
    }
    this.busy = true;
    try {
      await this.write();
    } catch {
      this.fault = "meet_failed";
      return this.show();
    } finally {
      this.busy = false;
    }
    this.showDone();
    this.ends.soon();
  }

  private async write(): Promise<void> {
    const { draft, phone, night: { key } } = this;
    const { store, opened } = phone;
    if (!opened) throw new Error("the phone is closed");
    if (this.voice.state === "recording" || this.voice.state === "stopped") this.voice.throwAway(); // not sealed: not kept
    const alone = isChildAlone(draft);
    if (alone || draft.state !== "awake") Object.assign(draft, { nickname: "", person: "" });
    let index = draft.nickname ? await markOf(store, opened, draft.nickname) : draft.person ? this.index : "";
    const before = index ? await recall(store, opened, index) : null;
    if (index) draft.person = before?.person || draft.person || crypto.randomUUID();
    else index = "";
    const met: Meeting = {
      area: draft.area, areaName: draft.areaName, stop: draft.stop, call: draft.call, state: draft.state, counts: { ...draft.counts }, offered: offered(draft),
      taken: taken(draft), flags: [...draft.flags], kits: [...draft.kits], again: draft.again, later: draft.later && !alone,
      person: draft.person, index, before,
    };
    const payload = await payloadOf(draft, key);
    const mark = await phone.act({ kind: "encounter", payload, mark: { kind: "encounter", right: "", met }, op: draft.op });
    this.isWritten = true;
    if (key && draft.state === "awake" && !alone) {
      for (const [place, sealed] of draft.voice.entries()) {
        await phone.act({ kind: "voice_part", payload: { of: draft.op, n: place + 1, parts: draft.voice.length, key: key.number, sealed } });
      }
    }
    if (index) await remember(store, opened, index, { person: draft.person, taken: met.taken.length ? met.taken : [NOTHING], at: mark.at });
    Object.assign(draft, { nickname: "", words: "", place: "", voice: [] });
  }

  private showDone(): void {
    const screen = done(this.draft, this.night, this.isSent, {
      undo: () => this.ends.undo(this.draft.op), next: () => this.ends.another(), home: () => this.ends.home() });
    this.stage.show("meet-done", this.ends.bar(), screen);
  }

  /** Nothing waits on the phone any more. */
  sent(): void {
    if (!this.isWritten || this.isSent) return;
    this.isSent = true;
    this.stage.say("[data-sent]", t("meet_sent"));
    document.querySelector("[data-sent]")?.setAttribute("data-sent", "yes");
  }
}
