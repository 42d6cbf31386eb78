// Puts the phone and its screens together. What a person touches becomes an act; what happened becomes a screen.
import { Camera } from "./camera";
import { readRelease } from "./codes";
import { fromText } from "./crypto";
import { Entrance } from "./entrance";
import { NightRound } from "./outreach/round";
import { h, t, wear } from "./page";
import { hashesOf, type Stop } from "./pack";
import type { Phone } from "./phone";
import * as before from "./screens/before";
import { bar, lane, type LaneView, sendButton } from "./screens/lane";
import { more } from "./screens/more";
import { type Outcome, round } from "./screens/round";
import { verdict } from "./screens/verdict";
import { over, painted, Stage } from "./stage";
import { judge, type Verdict } from "./verdict";
import type { Word } from "./words";

const IDLE_MS = 5 * 60_000;
const ENTER_AFTER_MS = 500; // a reader may send its end of line twice: the second one is no answer

type Screen = "lane" | "more";

export class App {
  private screen: Screen = "lane";
  private found: Verdict | null = null;
  private shownAt = 0;
  private readAt = 0;
  private said: Word | "" = "";
  private values: Record<string, number> = {};
  private cameraWord: Word | "" = "";
  private laneView: ReturnType<typeof lane> | null = null;
  private keys = "";
  private touched = performance.now();
  private busy = false;
  private stage = new Stage();
  private camera = new Camera((text, seen) => this.seen(text, seen), (word) => this.cameraSaid(word));

  private entrance: Entrance;
  private night: NightRound;
  private others = new BroadcastChannel("twiza-field"); // other tabs of this phone: one day is open in one of them

  constructor(private phone: Phone) {
    this.entrance = new Entrance(this.stage, phone, this.camera, () => this.sender(), () => this.inside());
    this.night = new NightRound(this.stage, phone, {
      lock: () => this.lock(), other: () => this.entrance.other(() => this.work()), sender: () => this.sender(), ended: () => this.nightEnded(),
    });
  }

  start(): void {
    this.entrance.start();
    this.listen();
    void this.phone.send();
  }

  private inside(): void {
    this.others.postMessage("opened");
    this.touched = performance.now();
    this.work();
  }

  private listen(): void {
    addEventListener("hashchange", () => {
      if (!this.entrance.takeCode()) return;
      this.hide();
      this.night.forget();
      this.phone.close();
      this.stage.shown = "";
      this.entrance.before();
    });
    this.others.addEventListener("message", () => this.phone.opened && this.lock());
    addEventListener("online", () => { void this.phone.send(); this.update(); });
    addEventListener("offline", () => this.update());
    addEventListener("pagehide", () => this.camera.stop());
    addEventListener("keydown", (event) => this.key(event));
    for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => { this.touched = performance.now(); });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.camera.stop();
      else void this.phone.send();
    });
    setInterval(() => this.everySecond(), 1000);
    setInterval(() => void this.phone.tick(), 15_000);
  }

  private everySecond(): void {
    if (this.phone.opened && performance.now() - this.touched > IDLE_MS) this.lock();
    else if (this.phone.day && this.screen === "lane" && !this.found) this.update();
  }

  // What is on the screen

  /** The world changed behind the screen: a wipe, a new pack, a line that left. */
  changed(): void {
    const { state, opened, day } = this.phone;
    if (state === "wiped" || state === "revoked" || state === "ended") {
      this.hide();
      this.night.forget();
      this.entrance.before();
    } else if (opened && !this.busy && !this.entrance.busy) {
      if (!day) this.noPack();
      else if (this.stage.shown === "nopack" || this.stage.shown === "round") this.work();
      else this.update();
    }
  }

  private lock(): void {
    this.camera.stop();
    this.hide();
    this.phone.close();
    this.laneView = null;
    this.night.locked();
    this.entrance.locked();
  }

  /** One night is over: a team's phone opens again tomorrow; one that was given back says so. */
  private nightEnded(): void {
    if (this.phone.state === "locked") this.entrance.locked();
    else this.entrance.before();
  }

  private noPack(): void {
    this.camera.stop();
    this.hide();
    const word = this.phone.packFault || "no_pack_why";
    this.stage.show("nopack", before.noPack(word, () => void this.phone.getPack(), () => this.lock(), this.sender()));
  }

  private sender(): HTMLElement {
    return sendButton(this.phone.waiting, this.phone.world.now(), () => void this.phone.send());
  }

  private work(): void {
    const { day } = this.phone;
    if (!day) return this.noPack();
    wear(day.pack.night ? "night" : "");
    if (day.pack.night) return this.night.show();
    const top = bar(day.pack, () => this.entrance.other(() => this.work()));
    if (this.screen === "more") this.stage.show("more", top, this.moreScreen());
    else if (day.pack.kind === "round") {
      this.stage.show("round", top, round(day, this.said, this.sender(), (stop, outcome) => void this.delivered(stop, outcome), () => this.turn("more")));
    } else {
      this.laneView = lane(this.camera.view, {
        read: (text) => void this.read(text, "keys"),
        openCamera: () => void this.camera.start(),
        closeCamera: () => this.camera.stop(),
        send: () => void this.phone.send(),
        more: () => this.turn("more"),
        undo: (op) => void this.undo(op),
      });
      this.stage.show("lane", top, this.laneView.root);
      if (this.camera.open) void this.camera.view.play();
      this.update();
    }
  }

  private turn(screen: Screen): void {
    if (screen === "more") this.camera.stop();
    this.said = "";
    this.screen = screen;
    this.work();
  }

  private update(): void {
    const { day, waiting } = this.phone;
    if (day?.pack.night) return this.night.update();
    document.querySelector("[data-sender]")?.replaceChildren(this.sender());
    if (!day || this.screen !== "lane" || !this.laneView) return;
    const now = this.phone.world.now();
    const last = day.latest(now, 1)[0];
    const view: LaneView = {
      count: day.mine(), queue: waiting, online: navigator.onLine, camera: this.camera.open, cameraWord: this.cameraWord,
      said: this.said, now, last: null,
    };
    if (last?.undoable) view.last = { op: last.mark.op, at: last.mark.at, left: Math.ceil((60_000 - now + last.mark.at) / 1000) };
    this.laneView.update(view);
  }

  private moreScreen(): HTMLElement {
    const { day, waiting, contact } = this.phone;
    if (!day) return h("main");
    const view = { day, now: this.phone.world.now(), contact, waiting: waiting.count, said: this.said, values: this.values, send: this.sender() };
    return more(view, {
      back: () => this.turn("lane"),
      undo: (op) => void this.undo(op),
      release: (code) => void this.release(code),
      end: () => void this.end(),
      lock: () => { this.screen = "lane"; this.lock(); },
      spare: () => void this.spare("", ""),
    });
  }

  private tell(word: Word, values: Record<string, number> = {}): void {
    this.said = word;
    this.values = values;
    if (this.screen === "more" || this.phone.day?.pack.kind === "round") {
      this.stage.shown = "";
      this.work();
    } else this.update();
  }

  // What is read

  private seen(text: string, seen: number): void {
    this.touched = performance.now();
    if (this.stage.shown === "enrol") {
      this.entrance.seen(text);
    } else void this.read(text, "camera", seen);
  }

  private cameraSaid(word: Word | ""): void {
    this.cameraWord = word;
    // while the phone is prepared a sheet is held before it, not a card
    this.stage.say("[data-camera-said]", word && t(word === "camera_looking" ? "camera_sheet" : word));
    this.update();
  }

  private async read(text: string, by: "camera" | "keys", seen = performance.now()): Promise<void> {
    const { day } = this.phone;
    if (!day || this.found || this.screen !== "lane") return;
    this.readAt = seen;
    this.camera.pause(true);
    const known = { now: this.phone.world.now(), heard: this.phone.heard, served: day.served(), released: new Set(day.released().keys()) };
    this.found = await judge(text, by, day.pack, known);
    this.said = "";
    const { pack } = day;
    over.replaceChildren(verdict(this.found, pack.lane, pack.desk, day.sparesLeft(), {
      given: (proxy) => void this.given(proxy),
      away: () => void this.away(),
      spare: () => void this.spareHere(),
      next: () => this.next(),
    }));
    this.laneView?.root.setAttribute("inert", "");
    over.querySelector<HTMLElement>("[data-focus]")?.focus();
    this.shownAt = performance.now();
    await painted();
    performance.measure("twiza:verdict", { start: seen, end: performance.now() });
  }

  private hide(): void {
    this.found = null;
    over.replaceChildren();
    this.laneView?.root.removeAttribute("inert");
    this.camera.pause(false);
    this.keys = "";
  }

  private next(): void {
    this.hide();
    this.update();
  }

  /** A reader is a keyboard: what it types goes to the field, wherever the hand is. Enter says yes to a verdict. */
  private key(event: KeyboardEvent): void {
    if (!this.phone.day || this.phone.day.pack.night || this.screen !== "lane" || event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = event.key.length === 1;
    if (!this.found) {
      const field = document.getElementById("code");
      if (typing && field && !(event.target instanceof HTMLInputElement)) field.focus();
      return;
    }
    if (typing) this.keys += event.key;
    if (event.key !== "Enter") return;
    if (this.keys.length > 3) {
      event.preventDefault();
      const text = this.keys;
      this.keys = "";
      if (this.found.kind === "serve") this.firstSay();
      else {
        this.next();
        void this.read(text, "keys");
      }
    } else if (!(event.target instanceof HTMLButtonElement) && performance.now() - this.shownAt > ENTER_AFTER_MS) {
      if (this.found.kind === "serve") void this.given(false);
      else this.next();
    } else if (performance.now() - this.shownAt <= ENTER_AFTER_MS) event.preventDefault();
  }

  private firstSay(): void {
    const words = t("first_say");
    const body = over.querySelector(".verdict-body");
    if (body && !body.querySelector(".first")) body.append(h("p", { class: "first strong" }, words));
  }

  // What is done

  private async given(proxy: boolean): Promise<void> {
    const { found } = this;
    const { day } = this.phone;
    if (!day || found?.kind !== "serve" || this.busy) return;
    this.busy = true;
    const start = performance.now();
    try {
      const { right, card, how } = found;
      const released = right.lane === day.pack.lane ? "" : day.released().get(right.lane) ?? "";
      await this.phone.act({ kind: "hand_over", payload: { right: right.id, card, proxy, how, released }, mark: { kind: "hand_over", right: right.id } });
      this.said = "given_done";
      this.next();
    } finally {
      this.busy = false;
    }
    await painted();
    performance.measure("twiza:given", { start, end: performance.now() });
    performance.measure("twiza:card", { start: this.readAt, end: performance.now() });
    void this.soon();
  }

  private async soon(): Promise<void> {
    if (navigator.onLine) await this.phone.send();
  }

  private async undo(op: string): Promise<void> {
    const row = this.phone.day?.latest(this.phone.world.now()).find(({ mark }) => mark.op === op);
    if (!row?.undoable) return this.tell("too_late");
    await this.phone.act({ kind: "undo", payload: { of: op }, mark: { kind: "undo", right: row.mark.right, of: op } });
    this.tell("undone");
    void this.soon();
  }

  private async turnedAway(): Promise<string> {
    const { found } = this;
    if (!found || found.kind === "serve" || found.kind === "read_again") return "";
    const mark = { kind: "turned_away" as const, right: found.right };
    return (await this.phone.act({ kind: "turned_away", payload: { why: found.kind, right: found.right }, mark })).op;
  }

  private async away(): Promise<void> {
    await this.turnedAway();
    this.next();
    this.tell("away_done");
    void this.soon();
  }

  private async spareHere(): Promise<void> {
    const right = this.found && "right" in this.found && typeof this.found.right === "string" ? this.found.right : "";
    const of = await this.turnedAway();
    this.next();
    await this.spare(right, of);
  }

  private async spare(right: string, of: string): Promise<void> {
    await this.phone.act({ kind: "spare", payload: { right, of }, mark: { kind: "spare", right, of } });
    this.tell("spare_done");
    void this.soon();
  }

  private async release(typed: string): Promise<void> {
    const { day } = this.phone;
    const code = readRelease(typed);
    if (!day) return;
    const hashes = code ? await hashesOf(day.pack, "release", fromText(code)) : [];
    const release = hashes.find((hash) => day.pack.releases.has(hash)) ?? "";
    const from = day.pack.releases.get(release);
    if (from === undefined) return this.tell("release_bad");
    if (from === day.pack.lane) return this.tell("release_own");
    await this.phone.act({ kind: "release_used", payload: { lane: from, release }, mark: { kind: "release_used", right: "", lane: from, release } });
    this.tell("release_done", { n: from });
    void this.soon();
  }

  private async delivered(stop: Stop, outcome: Outcome): Promise<void> {
    await this.phone.act({ kind: "delivered", payload: { stop: stop.id, outcome, right: stop.right }, mark: { kind: "delivered", right: stop.right, of: stop.id, outcome } });
    this.tell("given_done");
    void this.soon();
  }

  private async end(): Promise<void> {
    if (this.busy || !confirm(t("end_sure"))) return;
    this.busy = true;
    const left = await this.phone.end().finally(() => { this.busy = false; });
    this.screen = "lane";
    if (!left) return this.entrance.before();
    this.screen = "more";
    this.tell("end_waits", { n: left });
  }
}
