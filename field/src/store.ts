// What lies on the phone, and under which key. Never touches the page, never the network.
//
// In clear: how many lines wait, ids of devices, times. Under the day's key (opened by the PIN or by the phone's own
// lock): the pack, the device's signing key, what was served. Sealed to the server: the waiting lines. The token, which
// must still send after a wipe, lies under a key that the browser does not give out.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { aesKey, type Bytes, fromText, hkdf, lock, type Locked, newAesKey, random, toText, unlock } from "./crypto";
import type { Meeting } from "./outreach/night";
import type { SignedPack } from "./pack";

export const TRIES = 10;
const ARGON = { parallelism: 1, iterations: 3, memorySize: 65_536, hashLength: 32 };

export interface Device {
  id: string;
  from: number;
  until: number;
  offline: { number: number; key: Bytes };
  packKeys: Record<string, string>;
}

/** A line that waits to be sent: sealed, so that only the server reads it. */
export interface Waiting { n?: number; device: string; line: string; at: number }

/** What a device needs for sending, whatever became of its day: it stays until its lines are gone. */
export interface Sender { device: string; key: CryptoKey; token: Locked; seq: number; revoked: boolean }

export type Closing = { pin: string } | { given: Bytes; salt: Bytes; credential: Bytes };

export type Vault =
  | { how: "pin"; salt: Bytes; wrapped: Locked }
  | { how: "prf"; salt: Bytes; credential: Bytes; wrapped: Locked };

/** What undo, counts and "already served" need; locked under the day's key. */
export interface Mark {
  op: string;
  kind: "hand_over" | "undo" | "spare" | "turned_away" | "release_used" | "delivered" | "encounter" | "encounter_undone" | "call_reached";
  right: string;
  at: number;
  lane?: number;
  of?: string;
  outcome?: string;
  release?: string;
  met?: Meeting;
}

export interface Contact { at: number; heard: number; looked: number }
export type State = "new" | "locked" | "wiped" | "revoked" | "ended";

interface Schema extends DBSchema {
  meta: { key: string; value: unknown };
  waiting: { key: number; value: Waiting; indexes: { device: string } };
  senders: { key: string; value: Sender };
  marks: { key: string; value: Locked & { op: string } };
  known: { key: string; value: Locked & { mark: string } }; // whom a night's phone met before: see outreach/known.ts
}

export type Database = IDBPDatabase<Schema>;

export async function openStore(name = "twiza-field"): Promise<Store> {
  const db = await openDB<Schema>(name, 2, {
    upgrade(made, before) {
      made.createObjectStore("known", { keyPath: "mark" });
      if (before === 1) return;
      made.createObjectStore("meta");
      made.createObjectStore("waiting", { keyPath: "n", autoIncrement: true }).createIndex("device", "device");
      made.createObjectStore("senders", { keyPath: "device" });
      made.createObjectStore("marks", { keyPath: "op" });
    },
  });
  return new Store(db);
}

/** Opened day: its key, and what it opens. Lives in memory only. */
export interface Opened { key: CryptoKey; secret: Bytes; token: string }

export class Store {
  constructor(readonly db: Database) {}

  async get<T>(name: string): Promise<T | undefined> {
    return (await this.db.get("meta", name)) as T | undefined;
  }

  async put(name: string, value: unknown): Promise<void> {
    await this.db.put("meta", value, name);
  }

  async state(): Promise<State> {
    return (await this.get<State>("state")) ?? "new";
  }

  /** Keep a new device, closed at once: by a PIN, or by what the phone's own lock gives (32 bytes of WebAuthn's PRF). */
  async enrol(device: Device, token: string, secret: Bytes, by: Closing): Promise<Opened> {
    const raw = random(32);
    const [key, day, vault] = await Promise.all([newAesKey(), aesKey(raw), closed(raw, by)]);
    const sealed = await lock(key, fromText(token), `token:${device.id}`);
    const kept = { vault, device, tries: 0, state: "locked",
      secret: await lock(day, secret, "secret"), token: await lock(day, fromText(token), "token") };
    const tx = this.db.transaction(["meta", "senders", "marks", "known"], "readwrite", { durability: "strict" });
    const meta = tx.objectStore("meta");
    for (const name of ["pack", "contact", "tag", "opened_day", "closing", "index", "look"]) void meta.delete(name);
    for (const [name, value] of Object.entries(kept)) void meta.put(value, name);
    for (const name of ["marks", "known"] as const) void tx.objectStore(name).clear();
    void tx.objectStore("senders").put({ device: device.id, key, token: sealed, seq: 0, revoked: false });
    await tx.done;
    return { key: day, secret, token };
  }

  /** How the day is closed; null when there is no day. */
  async vault(): Promise<Vault | null> {
    return (await this.get<Vault>("vault")) ?? null;
  }

  /** Open with a PIN. The try is counted before it is made; the tenth wrong one empties the phone. */
  async openWithPin(pin: string): Promise<Opened | { left: number }> {
    const vault = await this.get<Vault>("vault");
    if (vault?.how !== "pin") return { left: 0 };
    const tx = this.db.transaction("meta", "readwrite", { durability: "strict" });
    const tries = (((await tx.store.get("tries")) as number | undefined) ?? 0) + 1;
    void tx.store.put(tries, "tries");
    await tx.done;
    try {
      if (tries > TRIES) throw new Error("no try left");
      return await this.unwrap(vault, await fromPin(pin, vault.salt));
    } catch {
      if (tries >= TRIES) await this.wipe("wiped");
      return { left: Math.max(0, TRIES - tries) };
    }
  }

  async openWithPrf(given: Bytes): Promise<Opened> {
    const vault = await this.get<Vault>("vault");
    if (vault?.how !== "prf") throw new Error("no lock of the phone");
    return this.unwrap(vault, await fromPrf(given));
  }

  private async unwrap(vault: Vault, key: CryptoKey): Promise<Opened> {
    const opened = await this.openDay(await unlock(key, vault.wrapped, "day"));
    await this.put("tries", 0);
    return opened;
  }

  /** What the day's key opens. */
  async openDay(raw: Bytes): Promise<Opened> {
    const day = await aesKey(raw);
    const secret = await unlock(day, (await this.get<Locked>("secret")) as Locked, "secret");
    const token = await unlock(day, (await this.get<Locked>("token")) as Locked, "token");
    return { key: day, secret, token: toText(token) };
  }

  async keepPack(key: CryptoKey, pack: SignedPack): Promise<void> {
    await this.put("pack", await lock(key, fromText(JSON.stringify(pack)), "pack"));
  }

  async pack(key: CryptoKey): Promise<SignedPack | null> {
    const locked = await this.get<Locked>("pack");
    return locked ? JSON.parse(toText(await unlock(key, locked, "pack"))) : null;
  }

  async marks(key: CryptoKey): Promise<Mark[]> {
    const rows = await this.db.getAll("marks");
    const marks = await Promise.all(rows.map(async (row) =>
      JSON.parse(toText(await unlock(key, row, `mark:${row.op}`))) as Mark));
    return marks.sort((one, other) => one.at - other.at);
  }

  /** The night is over, the phone stays the team's: its list and what was done go, its keys stay closed. */
  async closeNight(): Promise<void> {
    const tx = this.db.transaction(["meta", "marks"], "readwrite", { durability: "strict" });
    for (const name of ["pack", "tag", "opened_day"]) void tx.objectStore("meta").delete(name);
    void tx.objectStore("marks").clear();
    await tx.done;
  }

  /** Marks that are not needed any more. */
  async dropMarks(marks: Mark[]): Promise<void> {
    const tx = this.db.transaction("marks", "readwrite");
    for (const { op } of marks) void tx.store.delete(op);
    await tx.done;
  }

  /** Empty the phone: pack, keys and marks go. Sealed lines stay, and what sending them needs. */
  async wipe(state: "wiped" | "revoked" | "ended"): Promise<void> {
    const tx = this.db.transaction(["meta", "marks", "known"], "readwrite", { durability: "strict" });
    const meta = tx.objectStore("meta");
    for (const name of ["vault", "secret", "token", "pack", "tries", "index"]) void meta.delete(name);
    for (const name of ["marks", "known"] as const) void tx.objectStore(name).clear();
    void meta.put(state, "state");
    await tx.done;
  }
}

async function closed(raw: Bytes, by: Closing): Promise<Vault> {
  if ("pin" in by) {
    const salt = random(16);
    return { how: "pin", salt, wrapped: await lock(await fromPin(by.pin, salt), raw, "day") };
  }
  const { given, salt, credential } = by;
  return { how: "prf", salt, credential, wrapped: await lock(await fromPrf(given), raw, "day") };
}

async function fromPin(pin: string, salt: Bytes): Promise<CryptoKey> {
  const { argon2id } = await import("./argon");
  return aesKey((await argon2id({ ...ARGON, password: pin, salt, outputType: "binary" })) as Bytes);
}

async function fromPrf(given: Bytes): Promise<CryptoKey> {
  return aesKey(await hkdf(given, new Uint8Array(0), "twiza.day.1"));
}
