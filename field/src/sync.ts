// Sending and fetching, given `fetch` and the clock. Never touches the page. Resumable at any byte: a line leaves the
// phone only when the server says that it keeps it, and the same line sent twice is one line there.
import { fromText, sign, toBase64 } from "./crypto";
import { letGo, nextLines, queue, sendersWaiting, tokenOf } from "./outbox";
import type { SignedPack } from "./pack";
import type { Contact, Device, Opened, Store } from "./store";

export interface World {
  fetch: typeof fetch;
  now: () => number;
  base: string; // where /field/api/ is, ending with a slash
}

export type Sent = { ok: true; revoked: boolean } | { ok: false; why: "offline" | "unknown" | "refused" };

interface Answer { n: number; answer: string; kept: boolean }
interface Received { server_now: number; revoked: boolean; answers: Answer[] }

const MOST = 500;
const FEWEST = 50;
const PATIENCE_MS = 45_000;
const UNDER_WAY_MS = 1500;
let size = MOST; // halved when a batch does not get through, grows again when one does
let failures = 0;

/** Send everything that waits, then say hello for the device in use, so that the server knows it is alive. */
export async function sendAll(store: Store, world: World, current: string | null): Promise<Sent> {
  const devices = new Set([...(await sendersWaiting(store)), ...(current ? [current] : [])]);
  let revoked = false;
  for (const device of devices) {
    const sent = await sendOf(store, world, device, device === current);
    if (!sent.ok) return sent;
    if (device === current) revoked = sent.revoked;
  }
  return { ok: true, revoked };
}

async function sendOf(store: Store, world: World, device: string, current: boolean): Promise<Sent> {
  const sender = await tokenOf(store, device);
  if (!sender) return { ok: false, why: "unknown" };
  let after = 0;
  let revoked = false;
  for (let first = true; ; first = false) {
    const lines = await nextLines(store, device, after, size);
    if (!lines.length && !(first && current)) return { ok: true, revoked };
    const { count } = await queue(store);
    const body = { device, waiting: count, last_seq: sender.seq, now: world.now(), sealed: lines.map(({ line }) => line) };
    const start = performance.now();
    const received = await post(world, sender.token, body);
    if (typeof received === "string") {
      failures += 1;
      // cut under way, or again and again, not refused once: a smaller batch may get through
      const halve = performance.now() - start > UNDER_WAY_MS || failures % 3 === 0;
      if (halve && lines.length > FEWEST) {
        size = Math.max(FEWEST, lines.length >> 1);
      }
      return { ok: false, why: received };
    }
    failures = 0;
    size = Math.min(MOST, size * 4);
    revoked = received.revoked;
    await letGo(store, received.answers.filter(({ kept }) => kept).map(({ n }) => lines[n]).filter((line) => line !== undefined));
    if (current) await heardFrom(store, world, received);
    after = lines.at(-1)?.n ?? after;
    if (!lines.length) return { ok: true, revoked };
  }
}

async function heardFrom(store: Store, world: World, received: Received): Promise<void> {
  const before = await store.get<Contact>("contact");
  const looked = received.answers.filter(({ answer }) => answer !== "accepted" && answer !== "duplicate").length;
  await store.put("contact", {
    at: world.now(),
    heard: Math.max(before?.heard ?? 0, received.server_now),
    looked: (before?.looked ?? 0) + looked,
  } satisfies Contact);
}

async function post(world: World, token: string, body: object): Promise<Received | "offline" | "unknown" | "refused"> {
  try {
    const [content, encoding] = await squeezed(JSON.stringify(body));
    const answer = await world.fetch(`${world.base}operations`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...encoding },
      body: content,
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 401) return "unknown";
    if (!answer.ok) return answer.status >= 500 || answer.status === 429 ? "offline" : "refused";
    return (await answer.json()) as Received;
  } catch {
    return "offline"; // cut at any byte: nothing was let go, everything is sent again
  }
}

async function squeezed(text: string): Promise<[BodyInit, Record<string, string>]> {
  if (text.length < 2048 || !("CompressionStream" in globalThis)) return [text, {}];
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return [await new Response(stream).arrayBuffer(), { "Content-Encoding": "gzip" }];
}

/** Fetch the pack of the day: null when there is nothing newer. The device signs its asking, so a copied token gets none. */
export async function fetchPack(world: World, device: Device, opened: Opened, tag: string):
  Promise<{ pack: SignedPack; tag: string } | "same" | "offline" | "gone" | "none"> {
  const now = world.now();
  const proof = toBase64(sign(fromText(`TWP-GET\n${device.id}\n${now}`), opened.secret));
  const headers: Record<string, string> = { Authorization: `Bearer ${opened.token}`, "Twiza-Proof": `${now}.${proof}` };
  if (tag) headers["If-None-Match"] = tag;
  try {
    const answer = await world.fetch(`${world.base}pack`, {
      headers, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 304) return "same";
    if (answer.status === 410) return "gone";
    if (answer.status === 404) return "none"; // nothing is prepared for it now
    if (!answer.ok) return "offline";
    return { pack: (await answer.json()) as SignedPack, tag: answer.headers.get("ETag") ?? "" };
  } catch {
    return "offline";
  }
}

export interface Enrolled {
  device: string;
  token: string;
  from: number;
  until: number;
  server_now: number;
  offline_key: { number: number; key: string };
  pack_keys: Record<string, string>;
  lang: "ar" | "fr";
}

/** Ask to become a device of a point, with the code of its sheet. */
export async function enrol(world: World, code: string, key: string, name: string, installed: boolean):
  Promise<Enrolled | "offline" | "refused" | "too_many"> {
  try {
    const answer = await world.fetch(`${world.base}enrol`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code, key, name, installed }),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 429) return "too_many";
    if (answer.status >= 500) return "offline";
    return answer.ok ? ((await answer.json()) as Enrolled) : "refused";
  } catch {
    return "offline";
  }
}
