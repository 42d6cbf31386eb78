// What was done on the phone, in the bytes that are signed: the same rules as the server's `lib/operations.py`.
import { fromText, random, sign, toBase64, toHex } from "./crypto";

export type Kind =
  | "hand_over" | "undo" | "turned_away" | "spare" | "release_used" | "shift_opened" | "shift_closed" | "delivered"
  | "encounter" | "encounter_undone" | "voice_part" | "call_reached";
export type Payload = Record<string, string | number | boolean>;

export interface Operation {
  op: string;
  device: string;
  seq: number;
  kind: Kind;
  at: number; // ms since 1970 by this phone's clock
  heard: number; // last time the server told us, ms; 0 when never
  payload: string;
}

/** A new UUIDv7: its first 48 bits are the moment, the rest is chance. */
export function newId(at: number): string {
  const bytes = random(16);
  for (let n = 0, rest = at; n < 6; n += 1, rest = Math.floor(rest / 256)) bytes[5 - n] = rest % 256;
  bytes[6] = ((bytes[6] ?? 0) & 15) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** JSON with sorted keys, no spaces and nothing but ASCII. */
export function payloadText(payload: Payload): string {
  const sorted = Object.fromEntries(Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(sorted).replace(
    /[\u007f-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What is signed. */
export function canonical(one: Operation): string {
  const { op, device, seq, kind, at, heard, payload } = one;
  return ["TWO1", op, device, seq, kind, at, heard, payload].join("\n").normalize("NFC");
}

/** One operation as it travels: a line of JSON with its signature. */
export function signedLine(one: Operation, secret: Uint8Array): string {
  return JSON.stringify({ ...one, sig: toBase64(sign(fromText(canonical(one)), secret)) });
}
