// The app's rules, asked from outside: reads [[name, arguments…], …] on standard input, writes the answers. The tests of
// the server's language put the same questions to both.
import { checkCharacter, readCode, readRelease } from "../src/codes";
import {
  boxKey, fromBase64, fromText, hmac, openSealed, padded, seal, sign, toBase64, toHex, toText, verify,
} from "../src/crypto";
import { fromBase45, readCard } from "../src/card";
import { casablancaDate } from "../src/day";
import { readings } from "../src/keyboard";
import { canonical, newId, type Operation, type Payload, payloadText, signedLine } from "../src/operations";
import { hashesOf, isOurs, readPack, type SignedPack } from "../src/pack";
import { judge } from "../src/verdict";
import { WORDS } from "../src/words";

declare const process: { stdin: AsyncIterable<Uint8Array>; stdout: { write(text: string): void } };

type Asked = Record<string, (...given: never[]) => unknown>;

const ASKED: Asked = {
  readings,
  checkCharacter,
  readCode,
  readRelease,
  casablancaDate,
  base45: (text: string) => { const bytes = fromBase45(text); return bytes && toHex(bytes); },
  payloadText: (payload: Payload) => payloadText(payload),
  canonical: (one: Operation) => canonical(one),
  newId,
  line: (one: Operation, secret: string) => signedLine(one, fromBase64(secret)),
  seal: (clear: string, number: number, key: string, about: string, info?: string) =>
    seal(clear, { number, key: fromBase64(key) }, about, info),
  openSealed: async (sealed: string, secret: string, about: string, info: string) =>
    toText(await openSealed(sealed, fromBase64(secret), about, info)),
  boxKey: (open: string) => toBase64(boxKey(fromBase64(open))),
  padded: (note: string) => toText(padded(note)),
  sign: (text: string, secret: string) => toBase64(sign(fromText(text), fromBase64(secret))),
  verify: (sig: string, text: string, key: string) => verify(fromBase64(sig), fromText(text), fromBase64(key)),
  hmac: async (secret: string, text: string) => toHex(await hmac(fromBase64(secret), fromText(text))),
  isOurs: (pack: SignedPack, keys: Record<string, string>) => isOurs(pack, keys),
  readCard: (text: string, keys: Record<string, string>) =>
    readCard(text, new Map(Object.entries(keys).map(([number, key]) => [Number(number), fromBase64(key)]))).kind,
  hashes: (body: string, kind: "door" | "token" | "release", code: string) =>
    hashesOf(readPack(body), kind, fromText(code)),
  judge: (read: string, by: "camera" | "keys", body: string, now: number, heard: number, served: string[],
    released: number[]) =>
    judge(read, by, readPack(body), { now, heard, served: new Set(served), released: new Set(released) }),
  words: () => WORDS,
};

const parts: Uint8Array[] = [];
for await (const part of process.stdin) parts.push(part);
const questions = JSON.parse(new TextDecoder().decode(Uint8Array.from(parts.flatMap((part) => [...part]))));
const answers: unknown[] = [];
for (const [name, ...given] of questions) {
  try {
    answers.push(await (ASKED[name] as (...all: unknown[]) => unknown)(...given));
  } catch (error) {
    answers.push({ error: String(error) });
  }
}
process.stdout.write(JSON.stringify(answers));
