// What a phone needs for its point and its day: door-code hashes, sizes, needs. No name, no phone, no category.
import { type Bytes, fromBase64, fromText, hmac, toHex, verify } from "./crypto";
import { type Night, readNight } from "./outreach/pack";

export interface Right {
  door: string;
  token: string;
  id: string;
  lane: number;
  size: number;
  needs: string;
  served: boolean;
}

/** A place of a courier's round. */
export interface Stop {
  id: string;
  right: string;
  place: string;
  announce: string;
  size: number;
  needs: string;
  door: string;
  token: string;
}

export interface Elsewhere { colour: string; shape: string }

export interface Pack {
  id: string;
  kind: "point" | "round" | "outreach";
  name: { ar: string; fr: string };
  colour: string;
  shape: string;
  day: string;
  lane: number;
  desk: boolean;
  lanes: number[];
  made: number;
  expires: number;
  codeKeys: Bytes[];
  cardKeys: Map<number, Bytes>;
  rights: Map<string, Right>; // by id
  byHash: Map<string, Right>; // by door16 and by token16
  revoked: Set<string>;
  releases: Map<string, number>; // hash16 → lane
  released: number[]; // lanes whose families the server sent here
  elsewhere: Map<string, Elsewhere>;
  spares: number;
  stops: Stop[];
  night: Night | null; // of a team
}

const KINDS = ["point", "round", "outreach"] as const;

export interface SignedPack { body: string; key: number; sig: string }

/** Whether one of our keys signed it, as it was sent. */
export function isOurs(pack: SignedPack, keys: Record<string, string>): boolean {
  const key = keys[String(pack.key)];
  return Boolean(key) && verify(fromBase64(pack.sig), fromText(`TWP1\n${pack.body}`), fromBase64(key ?? ""));
}

type Row = [string, string, string, number, number, string, string];
type StopRow = [string, string, string, string, number, string, string, string];

/** Read a pack's body; only after `isOurs`. */
export function readPack(body: string): Pack {
  const said = JSON.parse(body);
  const keysOf = (keys: Record<string, string>): [number, Bytes][] =>
    Object.entries(keys ?? {}).map(([number, key]) => [Number(number), fromBase64(key)]);
  const rights = ((said.rights ?? []) as Row[]).map(([door, token, id, lane, size, needs, state]): Right => (
    { door, token, id, lane, size, needs, served: state === "served" }
  ));
  const elsewhere = (said.elsewhere ?? []) as [string, string, string, string][];
  return {
    id: said.pack,
    kind: KINDS.find((one) => one === said.kind) ?? "point",
    name: said.point_name ?? said.team_name ?? { ar: "", fr: "" },
    colour: said.colour ?? "",
    shape: said.shape ?? "",
    day: said.day,
    lane: said.lane ?? 0,
    desk: said.lane_kind === "desk",
    lanes: said.lanes ?? [],
    made: said.made,
    expires: said.expires,
    codeKeys: keysOf(said.code_keys).map(([, key]) => key),
    cardKeys: new Map(keysOf(said.card_keys)),
    rights: new Map(rights.map((right) => [right.id, right])),
    byHash: new Map(rights.flatMap((right) => hashes(right).map((hash) => [hash, right]))),
    revoked: new Set(said.revoked ?? []),
    releases: new Map(Object.entries((said.releases ?? {}) as Record<string, string[]>)
      .flatMap(([lane, codes]) => codes.map((code) => [code, Number(lane)]))),
    released: said.released ?? [],
    elsewhere: new Map(elsewhere.flatMap(([door, token, colour, shape]) =>
      [door, token].filter(Boolean).map((hash) => [hash, { colour, shape }]))),
    spares: said.spares ?? 0,
    night: said.kind === "outreach" ? readNight(said) : null,
    stops: said.kind === "outreach" ? [] : ((said.stops ?? []) as StopRow[]).map(([id, right, place, announce, size, needs, door, token]) => (
      { id, right, place, announce, size, needs, door, token }
    )),
  };
}

const hashes = (right: Right): string[] => [right.door, right.token].filter(Boolean);

/** Under which hashes a code may stand in the pack, one for each code key: 32 hex characters each. */
export async function hashesOf(pack: Pack, kind: "door" | "token" | "release", code: Bytes): Promise<string[]> {
  const message = Uint8Array.from([...fromText(`${kind}:`), ...code]);
  return Promise.all(pack.codeKeys.map(async (key) => toHex((await hmac(key, message)).subarray(0, 16))));
}
