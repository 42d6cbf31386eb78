// Every act becomes a signed line, sealed at once and written before the screen says so. Never touches the page or the
// network.
import { fromText, lock, seal, toText, unlock } from "./crypto";
import { type Kind, newId, type Payload, payloadText, signedLine } from "./operations";
import type { Contact, Device, Mark, Opened, Store, Waiting } from "./store";

/** One act at a time, in all tabs together: numbers have no gap and no double. */
const alone = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks.request("twiza-outbox", work) as Promise<T>;

/** `op`: its id when something was bound to it beforehand. */
export interface Act { kind: Kind; payload: Payload; mark?: Omit<Mark, "op" | "at">; op?: string }

/** Write an act: signed, sealed, numbered, with what the day remembers of it. Returns what is remembered. */
export function record(store: Store, device: Device, opened: Opened, act: Act, at: number): Promise<Mark> {
  return alone(async () => {
    const sender = await store.db.get("senders", device.id);
    if (!sender) throw new Error("this phone is not enrolled any more");
    const heard = (await store.get<Contact>("contact"))?.heard ?? 0;
    const op = act.op ?? newId(at);
    const seq = sender.seq + 1;
    const { kind } = act;
    const line = signedLine({ op, device: device.id, seq, kind, at, heard, payload: payloadText(act.payload) }, opened.secret);
    const sealed = await seal(line, device.offline, device.id);
    const mark = { right: "", kind, ...act.mark, op, at } as Mark;
    const locked = act.mark && { op, ...await lock(opened.key, fromText(JSON.stringify(mark)), `mark:${op}`) };
    const tx = store.db.transaction(["waiting", "senders", "marks"], "readwrite", { durability: "strict" });
    void tx.objectStore("waiting").add({ device: device.id, line: sealed, at });
    void tx.objectStore("senders").put({ ...sender, seq });
    if (locked) void tx.objectStore("marks").put(locked);
    await tx.done;
    return mark;
  });
}

export interface Queue { count: number; oldest: number }

/** How many lines wait on this phone, those of former devices too, and since when (ms; 0 when none). */
export async function queue(store: Store): Promise<Queue> {
  const first = await store.db.transaction("waiting").store.openCursor();
  return { count: await store.db.count("waiting"), oldest: first?.value.at ?? 0 };
}

/** Devices that still have lines here. */
export async function sendersWaiting(store: Store): Promise<string[]> {
  const found = new Set<string>();
  let cursor = await store.db.transaction("waiting").store.index("device").openKeyCursor(null, "nextunique");
  for (; cursor; cursor = await cursor.continue()) found.add(cursor.key);
  return [...found];
}

/** The next lines of a device, oldest first, after line `after`. */
export async function nextLines(store: Store, device: string, after: number, limit: number): Promise<Waiting[]> {
  const found: Waiting[] = [];
  let cursor = await store.db.transaction("waiting").store.openCursor(IDBKeyRange.lowerBound(after, true));
  for (; cursor && found.length < limit; cursor = await cursor.continue()) {
    if (cursor.value.device === device) found.push(cursor.value);
  }
  return found;
}

/** Let go of what the server says it keeps. */
export async function letGo(store: Store, lines: Waiting[]): Promise<void> {
  const tx = store.db.transaction("waiting", "readwrite", { durability: "strict" });
  for (const line of lines) void tx.store.delete(line.n ?? 0);
  await tx.done;
}

/** The token of a device, for sending only. */
export async function tokenOf(store: Store, device: string): Promise<{ token: string; seq: number } | null> {
  const sender = await store.db.get("senders", device);
  if (!sender) return null;
  return { token: toText(await unlock(sender.key, sender.token, `token:${device}`)), seq: sender.seq };
}
