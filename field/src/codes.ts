// Codes that a person reads, says and types: the same rules as the server's `lib/short_codes.py`.
import { readings } from "./keyboard";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"; // ISO 7064: the values 0 to 36
const LOOK_ALIKE: Record<string, string> = { O: "0", I: "1", L: "1", U: "V" };
const SEPARATORS = /[ \u00a0\u202f\u2009\t\r\n\-_.\u2010-\u2014ـ'\u200e\u200f\u200b\u2066-\u2069\ufeff]/g;

export const DOOR = 10; // characters of a card's door code
export const ENROL = 12;
const RELEASES = [7, 8, 9, 10, 11, 12]; // emergency codes may be printed shorter or longer than a door code

/** The ISO 7064 MOD 37-2 check character; it may be `*`. */
export function checkCharacter(characters: string): string {
  let total = 0;
  for (const character of characters) total = ((total + VALUES.indexOf(character)) * 2) % 37;
  return VALUES.charAt((38 - total) % 37);
}

export function isCode(text: string, length: number): boolean {
  if (text.length !== length || [...text].some((one) => !ALPHABET.includes(one))) return false;
  return checkCharacter(text.slice(0, -1)) === text.slice(-1);
}

/** The code of `length` characters that was meant; "" when it is none. A wrong character is not forgiven. */
export function readCode(typed: string, length: number): string {
  for (const reading of readings([...typed].slice(0, 8 * length).join(""))) {
    const code = reading.replace(SEPARATORS, "").toUpperCase().replace(/[OILU]/g, (one) => LOOK_ALIKE[one] ?? one);
    if (isCode(code, length)) return code;
  }
  return "";
}

/** The emergency code that was meant, whatever its length; "" when it is none. */
export function readRelease(typed: string): string {
  return RELEASES.map((length) => readCode(typed, length)).find(Boolean) ?? "";
}

/** A code as it is printed, in two halves. */
export function grouped(code: string): string {
  const half = Math.floor(code.length / 2);
  return `${code.slice(0, half)}-${code.slice(half)}`;
}
