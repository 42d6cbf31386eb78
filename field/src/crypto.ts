// Every key and every seal of the app. Signatures and key agreement by @noble/curves, because old Android views lack
// them; the rest by the browser itself. Bytes in, bytes out; wrong keys and altered bytes throw.
import { ed25519, x25519 } from "@noble/curves/ed25519.js";

export type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = new TextEncoder();
const AES = "AES-GCM";

export const fromText = (text: string): Bytes => utf8.encode(text) as Bytes;
export const toText = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

export function joined(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let n = 0; n < bytes.length; n += 4096) text += String.fromCharCode(...bytes.subarray(n, n + 4096));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function fromBase64(text: string): Bytes {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}

export interface SigningKey { secret: Bytes; open: Bytes }

export function newSigningKey(): SigningKey {
  const secret = random(32);
  return { secret, open: ed25519.getPublicKey(secret) as Bytes };
}

export const sign = (message: Uint8Array, secret: Uint8Array): Bytes => ed25519.sign(message, secret) as Bytes;

/** Whether `signature` is by `open` over `message`; bytes that are no signature at all are a no, not an error. */
export function verify(signature: Uint8Array, message: Uint8Array, open: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, open, { zip215: false });
  } catch {
    return false;
  }
}

export async function hmac(secret: Bytes, message: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}

export async function hkdf(ikm: Bytes, salt: Bytes, info: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
  const wish = { name: "HKDF", hash: "SHA-256", salt, info: fromText(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(wish, key, 256));
}

export const aesKey = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);

/** A key that the browser never gives out again. */
export const newAesKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: AES, length: 256 }, false, ["encrypt", "decrypt"]);

/** What is kept on the phone: nonce and ciphertext. */
export interface Locked { iv: Bytes; box: Bytes }

/** Lock `clear` under `key`; `place` says what it is, so that one kept thing cannot be passed for another. */
export async function lock(key: CryptoKey, clear: Bytes, place: string): Promise<Locked> {
  const iv = random(12);
  const wish = { name: AES, iv, additionalData: fromText(place) };
  return { iv, box: new Uint8Array(await crypto.subtle.encrypt(wish, key, clear)) };
}

export async function unlock(key: CryptoKey, locked: Locked, place: string): Promise<Bytes> {
  const wish = { name: AES, iv: locked.iv, additionalData: fromText(place) };
  return new Uint8Array(await crypto.subtle.decrypt(wish, key, locked.box));
}

/** What a seal is for: one kind of sealed text never opens as another. */
export const OFFLINE = "twiza.offline.1"; // lines of the inbox
export const OUTREACH = "twiza.outreach.1"; // notes and voices of a night, places of call-outs

export interface PublicKey { number: number; key: Bytes }

/** Seal to a public key: only who holds the other half can read it, not even this phone. `about` is the id it is bound to. */
export async function seal(clear: string | Bytes, to: PublicKey, about: string, info = OFFLINE): Promise<string> {
  const own = random(32);
  const open = x25519.getPublicKey(own) as Bytes;
  const shared = x25519.getSharedSecret(own, to.key) as Bytes;
  const key = await aesKey(await hkdf(shared, joined(open, to.key), info));
  const { iv, box } = await lock(key, typeof clear === "string" ? fromText(clear) : clear, about);
  return toBase64(joined(Uint8Array.of(1, to.number), open, iv, box));
}

/** Open what was sealed to this phone, with its own signing key. Throws when it is not for it. */
export async function openSealed(sealed: string, signing: Uint8Array, about: string, info: string): Promise<Bytes> {
  const bytes = fromBase64(sealed);
  if (bytes[0] !== 1 || bytes.length < 62) throw new Error("not sealed");
  const secret = ed25519.utils.toMontgomerySecret(signing);
  const from = bytes.subarray(2, 34);
  const shared = x25519.getSharedSecret(secret, from) as Bytes;
  const key = await aesKey(await hkdf(shared, joined(from, x25519.getPublicKey(secret)), info));
  return unlock(key, { iv: bytes.slice(34, 46), box: bytes.slice(46) }, about);
}

/** The key to which others seal for the owner of a signing key. */
export const boxKey = (open: Uint8Array): Bytes => ed25519.utils.toMontgomery(open) as Bytes;

const BLOCK = 256;

/** A note filled up with spaces to whole blocks: its length says little. */
export function padded(note: string): Bytes {
  const clear = fromText(note);
  return joined(clear, new Uint8Array((BLOCK - (clear.length % BLOCK)) % BLOCK).fill(32));
}
