// One meeting while it is being written: in memory only. What leaves is counts and codes; a name, words and the place
// leave sealed to the team, or not at all.
import { OUTREACH, padded, type PublicKey, seal } from "../crypto";
import type { Payload } from "../operations";
import { COUNTS, type Count, type Flag, HELP, type Help, isHelp, type Kit, LEFT_BESIDE, MOST_LEFT, MOST_MET, NOTHING, SEEN_FLAGS, type Language, type Met } from "./codes";
import type { NightStop } from "./pack";

export interface Draft {
  op: string; // of the operation to come: what is sealed is bound to it
  stop: string;
  call: string;
  area: string;
  areaName: string;
  state: Met;
  counts: Record<Count, number>;
  language: Language | "";
  took: Set<Help>;
  declined: Set<Help>; // offered, and not wanted
  nothing: boolean; // said aloud: nothing is wanted
  later: boolean; // offer again tonight
  kits: Map<Kit, number>;
  flags: Set<Flag>;
  again: string; // the earlier meeting of tonight
  nickname: string;
  words: string;
  place: string;
  voice: string[]; // sealed parts
  person: string;
  elderly: boolean;
  care: boolean;
  together: boolean;
  sites: string[]; // best first
}

const none = (): Record<Count, number> => ({ men: 0, women: 0, unsure: 0, children: 0 });

export function newDraft(op: string, stop: NightStop | null): Draft {
  return {
    op, stop: stop?.id ?? "", call: stop?.call ? stop.id : "", area: stop?.area ?? "", areaName: stop?.areaName ?? "", state: "awake",
    counts: none(), language: "", took: new Set(), declined: new Set(), nothing: false, later: false, kits: new Map(),
    flags: new Set(), again: "", nickname: "", words: "", place: "", voice: [], person: "",
    elderly: false, care: false, together: false, sites: [],
  };
}

export const everyone = ({ counts }: Draft): number => COUNTS.reduce((sum, one) => sum + counts[one], 0);
export const isChildAlone = ({ counts }: Draft): boolean => counts.children > 0 && !(counts.men || counts.women || counts.unsure);

export function count(draft: Draft, who: Count, by: number): void {
  draft.counts[who] = Math.min(MOST_MET, Math.max(0, draft.counts[who] + by));
}

export function give(draft: Draft, kit: Kit, by: number): void {
  const pieces = Math.min(MOST_LEFT, Math.max(0, (draft.kits.get(kit) ?? 0) + by));
  if (pieces) draft.kits.set(kit, pieces);
  else draft.kits.delete(kit);
}

/** Asleep, or wants nobody near: what was written about a person is forgotten, nothing personal can be written. */
export function leaveInPeace(draft: Draft, state: "asleep" | "hostile"): void {
  Object.assign(draft, { state, language: "", nickname: "", words: "", place: "", voice: [], person: "", nothing: false, later: false,
    elderly: false, care: false, together: false, sites: [] });
  draft.took.clear();
  draft.declined.clear();
  for (const flag of draft.flags) if (!SEEN_FLAGS.includes(flag)) draft.flags.delete(flag);
  if (!everyone(draft)) draft.counts.unsure = 1;
}

const both = (draft: Draft): Help[] => HELP.filter((one) => draft.took.has(one) || draft.declined.has(one));

/** What was taken, as it is told: codes, or exactly `nothing`. */
export function taken(draft: Draft): string[] {
  const left = draft.state === "awake" && !isChildAlone(draft)
    ? HELP.filter((one) => draft.took.has(one))
    : LEFT_BESIDE.filter((one) => draft.took.has(one) || draft.kits.has(one as Kit));
  return left.length ? left : [NOTHING];
}

export const offered = (draft: Draft): string[] => {
  if (draft.state !== "awake") return [];
  return isChildAlone(draft) ? taken(draft).filter(isHelp) : both(draft);
};

/** The operation's payload; the note is sealed here, and only when there is one and a key to seal it to. */
export async function payloadOf(draft: Draft, key: PublicKey | null): Promise<Payload> {
  const { nickname, words, place } = draft;
  const note = draft.state === "awake" && key && (nickname || words || place) ? JSON.stringify({ nickname, words, place }) : "";
  const bed = draft.state === "awake" && draft.took.has("shelter");
  return {
    stop: draft.stop, call: draft.call, area: draft.area, ...draft.counts, state: draft.state, lang: draft.language,
    offered: offered(draft).join(), taken: taken(draft).join(), flags: [...draft.flags].join(),
    kits: [...draft.kits].map(([kind, pieces]) => `${kind}:${pieces}`).join(), person: draft.person, again: draft.again,
    elderly: bed && draft.elderly, care: bed && draft.care, together: bed && draft.together, sites: bed ? draft.sites.join() : "",
    key: note && key ? key.number : 0,
    sealed: note && key ? await seal(padded(note), key, draft.op, OUTREACH) : "",
  };
}
