// The phone between its screens, its store and the network: what is open, what was done, what is sent when. Never touches
// the page.
import { fromBase64, newSigningKey, type SigningKey, toBase64 } from "./crypto";
import { DayState } from "./day_state";
import { type Act, queue, type Queue, record } from "./outbox";
import { isOurs, readPack, type SignedPack } from "./pack";
import { type Closing, type Contact, type Device, type Mark, type Opened, type State, Store } from "./store";
import { enrol, type Enrolled, fetchPack, sendAll, type Sent, type World } from "./sync";
import type { Lang } from "./words";

const HELLO_MS = 60_000; // the server learns this often that the phone is alive
const PACK_MS = 120_000;

export class Phone {
  state: State = "new";
  device: Device | null = null;
  opened: Opened | null = null;
  day: DayState | null = null;
  packFault: "" | "no_pack_why" | "no_pack_none" | "pack_expired" | "pack_not_ours" = "no_pack_why";
  contact: Contact | null = null;
  waiting: Queue = { count: 0, oldest: 0 };
  private key: SigningKey = newSigningKey(); // kept between tries, so that an answer that was lost can be asked again
  private sending: Promise<Sent> | null = null;
  private lastHello = 0;
  private lastPack = 0;
  private closing = false; // the end of the shift is written and only has to leave

  constructor(readonly store: Store, readonly world: World, private changed: () => void) {}

  async wake(): Promise<void> {
    this.state = await this.store.state();
    this.device = (await this.store.get<Device>("device")) ?? null;
    await this.refresh();
  }

  private async refresh(): Promise<void> {
    this.contact = (await this.store.get<Contact>("contact")) ?? null;
    this.waiting = await queue(this.store);
  }

  get heard(): number {
    return this.contact?.heard ?? 0;
  }

  /** The moment it is, as well as this phone can know: its clock corrected by the server's, never before what was heard. */
  now(): number {
    const now = this.world.now();
    if (!this.contact) return now;
    return Math.max(this.contact.heard, this.contact.heard + now - this.contact.at);
  }

  /** Ask with the sheet's code; what comes back is kept closed from the first moment. */
  async enrol(code: string, name: string, installed: boolean, by: Closing): Promise<"offline" | "refused" | "too_many" | Lang> {
    const said = await enrol(this.world, code, toBase64(this.key.open), name, installed);
    if (typeof said === "string") return said;
    await this.keep(said, by);
    return said.lang;
  }

  private async keep(said: Enrolled, by: Closing): Promise<void> {
    const offline = { number: said.offline_key.number, key: fromBase64(said.offline_key.key) };
    const device = { id: said.device, from: said.from, until: said.until, offline, packKeys: said.pack_keys };
    this.opened = await this.store.enrol(device, said.token, this.key.secret, by);
    this.key = newSigningKey();
    await this.store.put("contact", { at: this.world.now(), heard: said.server_now, looked: 0 } satisfies Contact);
    await this.wake();
    await this.getPack();
  }

  /** Open the day; the pack that lies here is enough, the network is not asked first. */
  async open(opened: Opened): Promise<void> {
    this.opened = opened;
    await this.readDay();
    if (!this.day) await this.getPack();
    void this.send();
  }

  close(): void {
    this.opened = this.day = null;
    this.packFault = "no_pack_why";
  }

  private async readDay(): Promise<void> {
    const kept = this.opened && await this.store.pack(this.opened.key);
    await this.useDay(kept ?? null);
  }

  private async useDay(signed: SignedPack | null): Promise<void> {
    if (!this.opened || !this.device) return;
    const pack = signed && isOurs(signed, this.device.packKeys) ? readPack(signed.body) : null;
    if (!signed) this.packFault = "no_pack_why";
    else if (!pack) this.packFault = "pack_not_ours";
    else if (pack.expires < this.now()) this.packFault = "pack_expired";
    else {
      const marks = this.day?.all() ?? await this.store.marks(this.opened.key);
      this.day = new DayState(pack, pack.night ? await this.ofNight(marks, pack.day) : marks);
      this.packFault = "";
      await this.store.put("look", pack.night ? "night" : "");
      await this.openShift();
      return;
    }
    this.day = null;
  }

  /** Meetings of nights before are not needed any more: they go, whether or not somebody ended that night. */
  private async ofNight(marks: Mark[], day: string): Promise<Mark[]> {
    const from = Date.parse(`${day}T00:00:00Z`);
    await this.store.dropMarks(marks.filter(({ at }) => at < from));
    return marks.filter(({ at }) => at >= from);
  }

  private async openShift(): Promise<void> {
    const day = this.day?.pack.day ?? "";
    if ((await this.store.get<string>("opened_day")) === day) return;
    await this.act({ kind: "shift_opened", payload: { waiting: this.waiting.count } });
    await this.store.put("opened_day", day);
  }

  /** Fetch the pack if there is a newer one; what is no pack of ours never replaces the one that lies here. */
  async getPack(): Promise<void> {
    if (!this.opened || !this.device) return;
    this.lastPack = this.world.now();
    const tag = this.day ? (await this.store.get<string>("tag")) ?? "" : "";
    const found = await fetchPack(this.world, this.device, this.opened, tag);
    if (found === "gone") return this.wipe("revoked");
    if (found === "none" && !this.day) this.packFault = "no_pack_none";
    if (typeof found === "string" || !this.opened) return this.changed();
    if (!isOurs(found.pack, this.device.packKeys)) {
      if (!this.day) this.packFault = "pack_not_ours";
      return this.changed();
    }
    await this.store.keepPack(this.opened.key, found.pack);
    await this.store.put("tag", found.tag);
    await this.useDay(found.pack);
    this.changed();
  }

  /** Do something: written on the phone before this returns; sent when there is a network, without anybody asking. */
  async act(act: Act): Promise<Mark> {
    if (!this.opened || !this.device) throw new Error("the phone is closed");
    const mark = await record(this.store, this.device, this.opened, act, this.world.now());
    this.closing = act.kind === "shift_closed";
    if (act.mark) this.day?.add(mark);
    this.waiting = { count: this.waiting.count + 1, oldest: this.waiting.oldest || mark.at };
    return mark;
  }

  /** Send what waits. One at a time; whoever asks meanwhile gets the same answer. */
  send(): Promise<Sent> {
    this.sending ??= this.sendNow().finally(() => { this.sending = null; });
    return this.sending;
  }

  private async sendNow(): Promise<Sent> {
    const current = this.state === "new" ? null : this.device?.id ?? null;
    this.lastHello = this.world.now();
    const sent = await sendAll(this.store, this.world, current);
    await this.refresh();
    if (sent.ok && sent.revoked && this.state === "locked") await this.wipe("revoked");
    this.changed();
    if (sent.ok && this.opened && (!this.day || Math.abs(this.world.now() - this.lastPack) > PACK_MS)) await this.getPack();
    return sent;
  }

  /** Called now and then: sends what waits, says hello, lets an old pack end. */
  async tick(): Promise<void> {
    if (this.day && this.day.pack.expires < this.now()) {
      this.day = null;
      this.packFault = "pack_expired";
      this.changed();
    }
    const quiet = Math.abs(this.world.now() - this.lastHello) > HELLO_MS;
    if (this.waiting.count || (quiet && this.state === "locked")) await this.send();
  }

  /** End the shift: everything must be gone from the phone. Returns how many still wait; 0 when it ended. */
  async end(): Promise<number> {
    const left = await this.sendLast();
    if (!left) await this.wipe("ended");
    return left;
  }

  /** End one night of a team: everything must be gone, then its list and its meetings go; the phone opens again tomorrow. */
  async endNight(): Promise<number> {
    const left = await this.sendLast();
    if (left) return left;
    await this.store.closeNight();
    this.closing = false;
    this.close();
    return 0;
  }

  private async sendLast(): Promise<number> {
    await this.send();
    if (this.waiting.count) return this.waiting.count;
    if (this.opened && !this.closing) await this.act({ kind: "shift_closed", payload: { waiting: 0 } });
    await this.send();
    return this.waiting.count;
  }

  async wipe(state: "wiped" | "revoked" | "ended"): Promise<void> {
    await this.store.wipe(state);
    this.close();
    await this.wake();
    this.changed();
  }
}
