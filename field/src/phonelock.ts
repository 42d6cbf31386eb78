// The phone's own lock (fingerprint, face, pattern): WebAuthn's PRF gives 32 bytes that never leave it otherwise.
import { type Bytes, fromText, random } from "./crypto";

interface Results { prf?: { enabled?: boolean; results?: { first?: BufferSource } } }
interface Given { credential: Bytes; salt: Bytes; given: Bytes }

const PATIENCE_MS = 60_000;

/** Whether this phone has a lock of its own that a page may ask. */
export async function hasPhoneLock(): Promise<boolean> {
  const asked = globalThis.PublicKeyCredential;
  if (!asked || /^[\d.:[\]]+$/.test(location.hostname)) return false;
  const capabilities = (asked as { getClientCapabilities?: () => Promise<Record<string, boolean>> }).getClientCapabilities;
  const said = await capabilities?.call(asked).catch(() => ({}) as Record<string, boolean>);
  if (said && said["extension:prf"] === false) return false;
  return asked.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
}

const firstOf = (credential: Credential | null): Bytes | null => {
  const results = (credential as PublicKeyCredential | null)?.getClientExtensionResults() as Results | undefined;
  const first = results?.prf?.results?.first;
  return first ? new Uint8Array(first as ArrayBuffer).slice() : null;
};

/** Make a key behind the phone's lock; null when it gives no bytes. */
export async function makePhoneLock(name: string): Promise<Given | null> {
  const salt = random(32);
  const extensions = { prf: { eval: { first: salt } } } as AuthenticationExtensionsClientInputs;
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: random(32),
      rp: { name: "Twiza" },
      user: { id: random(16), name, displayName: name },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required", residentKey: "discouraged" },
      timeout: PATIENCE_MS,
      extensions,
    },
  }).catch(() => null) as PublicKeyCredential | null;
  if (!made) return null;
  const credential = new Uint8Array(made.rawId).slice();
  const given = firstOf(made) ?? await askPhoneLock(credential, salt);
  return given && { credential, salt, given };
}

/** The same bytes again, after the phone has seen its owner; null when it did not. */
export async function askPhoneLock(credential: Bytes, salt: Bytes): Promise<Bytes | null> {
  const extensions = { prf: { eval: { first: salt } } } as AuthenticationExtensionsClientInputs;
  return firstOf(await navigator.credentials.get({
    publicKey: {
      challenge: fromText("twiza opens its day"),
      allowCredentials: [{ type: "public-key", id: credential }],
      userVerification: "required",
      timeout: PATIENCE_MS,
      extensions,
    },
  }).catch(() => null));
}
