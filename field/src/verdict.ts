// What a card is worth at this lane, decided on the phone. The order is the contract's, and it is tested.
import { readCard, squareText } from "./card";
import { DOOR, readCode } from "./codes";
import { fromText } from "./crypto";
import { casablancaDay } from "./day";
import { type Elsewhere, hashesOf, type Pack, type Right } from "./pack";

export type How = "camera" | "reader" | "typed";
export type Refusal =
  | "not_ours" | "expired" | "revoked" | "other_point" | "unknown" | "other_campaign" | "other_lane" | "double";

export type Verdict =
  | { kind: "read_again" }
  | { kind: "serve"; right: Right; card: string; how: How; lane: number }
  | { kind: Refusal; right: string; lane: number; elsewhere: Elsewhere | null };

/** What the phone knows besides its pack. */
export interface Known {
  now: number; // the phone's clock, ms
  heard: number; // last time the server told us, ms
  served: ReadonlySet<string>; // rights served on this phone
  released: ReadonlySet<number>; // lanes whose families may come here
}

const refused = (kind: Refusal, right: Right | null = null, elsewhere: Elsewhere | null = null): Verdict =>
  ({ kind, right: right?.id ?? "", lane: right?.lane ?? 0, elsewhere });

/** Judge what was read. `by` says whether the camera saw it; a square that was typed came from a reader. */
export async function judge(read: string, by: "camera" | "keys", pack: Pack, known: Known): Promise<Verdict> {
  const square = squareText(read);
  let found: string[];
  if (square) {
    const card = readCard(square, pack.cardKeys);
    if (card.kind === "not_a_card") return { kind: "read_again" };
    if (card.kind === "not_ours") return refused("not_ours");
    if (card.lastDay < casablancaDay(Math.max(known.now, known.heard))) return refused("expired");
    found = await hashesOf(pack, "token", card.token);
  } else {
    const code = readCode(read, DOOR);
    if (!code) return { kind: "read_again" };
    found = await hashesOf(pack, "door", fromText(code));
  }
  const how: How = by === "camera" ? "camera" : square ? "reader" : "typed";
  return decide(found, how, Boolean(square), pack, known);
}

function decide(found: string[], how: How, signed: boolean, pack: Pack, known: Known): Verdict {
  const match = found.find((hash) => pack.byHash.has(hash)) ?? "";
  const right = pack.byHash.get(match) ?? null;
  if (found.some((hash) => pack.revoked.has(hash))) return refused("revoked", right);
  if (!right) {
    const elsewhere = found.map((hash) => pack.elsewhere.get(hash)).find(Boolean) ?? null;
    if (elsewhere) return refused("other_point", null, elsewhere);
    return refused(signed ? "other_campaign" : "unknown");
  }
  const mine = right.lane === pack.lane || pack.desk || known.released.has(right.lane);
  if (!mine) return refused("other_lane", right);
  if (right.served || known.served.has(right.id)) return refused("double", right);
  return { kind: "serve", right, card: match.slice(0, 16), how, lane: right.lane };
}
