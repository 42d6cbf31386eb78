// Whether this phone met somebody before: only by the nickname they give themselves, only on this phone. A nickname is
// never kept: only its HMAC, under a key that lies under the day's lock and never leaves.
import { type Bytes, fromText, hmac, lock, type Locked, random, toHex, toText, unlock } from "../crypto";
import type { Opened, Store } from "../store";

/** What is remembered of a person: a pseudonym made here, what was taken last, and when. */
export interface Known { person: string; taken: string[]; at: number }

/** The same nickname however it was typed: without vowel signs and accents, one form of each letter, one space. */
export function folded(nickname: string): string {
  return nickname.normalize("NFKD").replace(/[\p{M}\u0640\p{Cf}]/gu, "").toLowerCase()
    .replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه").replace(/ؤ/g, "و").replace(/ئ/g, "ي")
    .replace(/[\p{P}\p{S}\s]+/gu, " ").trim();
}

const INDEX = "index";

async function indexKey(store: Store, opened: Opened): Promise<Bytes> {
  const kept = await store.get<Locked>(INDEX);
  if (kept) return unlock(opened.key, kept, INDEX);
  const made = random(32);
  await store.put(INDEX, await lock(opened.key, made, INDEX));
  return made;
}

/** Under which mark a nickname is remembered; "" when it is none. */
export async function markOf(store: Store, opened: Opened, nickname: string): Promise<string> {
  const text = folded(nickname);
  return text && toHex(await hmac(await indexKey(store, opened), fromText(text)));
}

export async function recall(store: Store, opened: Opened, mark: string): Promise<Known | null> {
  const row = mark && await store.db.get("known", mark);
  return row ? JSON.parse(toText(await unlock(opened.key, row, `known:${mark}`))) as Known : null;
}

/** Remember, or forget again when `known` is null. */
export async function remember(store: Store, opened: Opened, mark: string, known: Known | null): Promise<void> {
  if (!known) return store.db.delete("known", mark);
  await store.db.put("known", { mark, ...await lock(opened.key, fromText(JSON.stringify(known)), `known:${mark}`) });
}
