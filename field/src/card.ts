// The square code of a card: the same rules as the server's `aid/rules/cards.py`.
import { type Bytes, fromText, verify } from "./crypto";
import { dayNumber } from "./day";
import { readings } from "./keyboard";

const PREFIX = "TW1:";
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const FORMAT = 1;
const FIRST_DAY = dayNumber("2020-01-01");

export type CardRead =
  | { kind: "not_a_card" }
  | { kind: "not_ours" }
  | { kind: "card"; token: Bytes; lastDay: number }; // days since 1970

/** Bytes of a Base45 text; null when it is none. */
export function fromBase45(text: string): Bytes | null {
  if (text.length % 3 === 1) return null;
  const content: number[] = [];
  for (let n = 0; n < text.length; n += 3) {
    const places = [...text.slice(n, n + 3)].map((one) => BASE45.indexOf(one));
    if (places.includes(-1)) return null;
    const value = places.reduce((sum, place, power) => sum + place * 45 ** power, 0);
    if (value >= (places.length === 3 ? 65536 : 256)) return null;
    if (places.length === 3) content.push(value >> 8);
    content.push(value & 255);
  }
  return Uint8Array.from(content);
}

/** Whether a text looks like a card's square, whatever the keyboard did to it. */
export function squareText(scanned: string): string {
  for (const reading of readings(scanned.replace(/^[\r\n\t]+|[\r\n\t]+$/g, ""))) {
    const text = reading.toUpperCase();
    if (text.startsWith(PREFIX)) return text;
  }
  return "";
}

/** What a card says once its signature is found good under one of `keys` (number → Ed25519 public key). */
export function readCard(scanned: string, keys: ReadonlyMap<number, Bytes>): CardRead {
  const text = squareText(scanned);
  const content = text ? fromBase45(text.slice(PREFIX.length)) : null;
  if (content?.length !== 84 || (content[0] ?? 0) >> 5 !== FORMAT) return { kind: "not_a_card" };
  const signed = content.subarray(0, 20);
  const key = keys.get((content[0] ?? 0) & 31);
  const message = Uint8Array.from([...fromText(PREFIX), ...signed]);
  if (!key || !verify(content.subarray(20), message, key)) return { kind: "not_ours" };
  const days = ((content[17] ?? 0) << 8) | (content[18] ?? 0);
  return { kind: "card", token: content.slice(1, 17), lastDay: FIRST_DAY + days };
}
