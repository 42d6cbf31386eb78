// Before the work: install, prepare with a sheet, choose how to open, open, and what is left after a wipe.
import type { Camera } from "./camera";
import { ENROL, readCode } from "./codes";
import { button, h, speak, spoken, t } from "./page";
import type { Phone } from "./phone";
import { askPhoneLock, hasPhoneLock, makePhoneLock } from "./phonelock";
import * as before from "./screens/before";
import { painted, type Stage } from "./stage";
import type { Closing, Opened } from "./store";
import type { Word } from "./words";

interface Installable extends Event { prompt(): Promise<void> }

export class Entrance {
  busy = false;
  private code = ""; // of a sheet
  private installer: Installable | null = null;
  private inTab: boolean;

  constructor(
    private stage: Stage, private phone: Phone, private camera: Camera,
    private sender: () => HTMLElement, private inside: () => void,
  ) {
    this.inTab = isIos() && !isInstalled() && phone.state === "new";
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.installer = event as Installable;
    });
  }

  /** The first screen; whether a sheet's code came with the address. */
  start(): void {
    this.takeCode();
    if (this.phone.state !== "locked" || this.code) this.before();
    else this.locked();
  }

  /** The code of a sheet comes with the address, after its `#`: it never reaches a server's log. */
  takeCode(): boolean {
    const code = new URLSearchParams(location.hash.slice(1)).get("e");
    if (!code) return false;
    this.code = readCode(code, ENROL);
    history.replaceState(null, "", location.pathname); // nor does it stay in the history of the phone
    return Boolean(this.code);
  }

  /** The camera saw something while a sheet is wanted. */
  seen(text: string): void {
    const code = readCode(text.split("#e=").pop() ?? "", ENROL);
    if (!code) return;
    this.camera.stop();
    this.code = code;
    this.stage.shown = "";
    this.before();
  }

  before(fault: Word | "" = ""): void {
    this.camera.stop();
    const { state, waiting } = this.phone;
    if (state !== "new" && state !== "locked" && !this.code && !fault) {
      const again = (): void => { this.phone.state = "new"; this.before(); };
      this.stage.show("before", before.over(state, waiting.count, waiting.count ? this.sender() : null, again));
    } else if (this.inTab) {
      this.stage.show("install", before.install(() => { this.inTab = false; this.before(); }));
    } else {
      this.stage.show("enrol", this.languages(() => this.before()), before.enrol(this.code, fault, {
        enrol: (code, name) => void this.choose(code, name),
        camera: this.camera.view,
        openCamera: () => void this.camera.start(),
        install: this.installer && (() => void this.installer?.prompt()),
      }));
    }
  }

  private languages(then: () => void): HTMLElement {
    return h("div", { class: "languages" }, button(t("other_language"), () => this.other(then), "quiet"));
  }

  other(then: () => void): void {
    speak(spoken() === "ar" ? "fr" : "ar");
    void this.phone.store.put("lang", spoken());
    this.stage.shown = "";
    then();
  }

  private async choose(code: string, name: string, fault: Word | "" = ""): Promise<void> {
    this.camera.stop();
    const byLock = async (): Promise<void> => {
      const given = await makePhoneLock(name || "Twiza");
      if (given) await this.enrol(code, name, given);
      else await this.choose(code, name, "prf_failed");
    };
    const has = await hasPhoneLock();
    const screen = before.choosePin(fault, has ? () => void byLock() : null, (pin) => void this.enrol(code, name, { pin }));
    this.stage.show(`pin${fault}`, screen);
  }

  private async enrol(code: string, name: string, by: Closing): Promise<void> {
    this.stage.show("busy", before.busy("enrol_busy"));
    this.busy = true;
    await painted();
    const answer = await this.phone.enrol(code, name, isInstalled(), by);
    this.busy = false;
    if (answer === "ar" || answer === "fr") {
      this.code = "";
      void navigator.storage?.persist?.();
      this.inside();
    } else {
      this.code = code;
      this.before(answer === "offline" ? "enrol_offline" : answer === "too_many" ? "too_many" : "enrol_refused");
    }
  }

  /** Ask for the PIN, or for the phone's own lock. */
  locked(words = ""): void {
    void this.phone.store.vault().then((vault) => {
      const waiting = this.phone.waiting.count ? this.sender() : null;
      const screen = before.open(vault?.how ?? "pin", words, waiting, (pin) => void this.open(pin));
      this.stage.show(`open${words}`, this.languages(() => this.locked()), screen);
    });
  }

  private async open(pin: string): Promise<void> {
    await painted();
    const vault = await this.phone.store.vault();
    const opened = vault?.how === "prf" ? await this.byPhoneLock(vault) : await this.byPin(pin);
    if (!opened) return;
    await this.phone.open(opened);
    this.inside();
  }

  private async byPhoneLock(vault: { credential: Uint8Array<ArrayBuffer>; salt: Uint8Array<ArrayBuffer> }): Promise<Opened | null> {
    const given = await askPhoneLock(vault.credential, vault.salt);
    const opened = given && await this.phone.store.openWithPrf(given).catch(() => null);
    if (!opened) this.locked(t("prf_wrong"));
    return opened;
  }

  private async byPin(pin: string): Promise<Opened | null> {
    const answer = await this.phone.store.openWithPin(pin);
    if (!("left" in answer)) return answer;
    if (answer.left) this.locked(t("pin_wrong", { n: answer.left }));
    else {
      await this.phone.wake();
      this.before();
      void this.phone.send();
    }
    return null;
  }
}

const isIos = (): boolean => /iPad|iPhone|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
const isInstalled = (): boolean => matchMedia("(display-mode: standalone)").matches || Boolean((navigator as { standalone?: boolean }).standalone);
