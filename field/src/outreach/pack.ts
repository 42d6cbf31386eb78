// What a team carries for one night: its stops, its kits, free beds, who is on duty. No name, no nickname, no note; the
// place of a call-out only sealed, for this phone alone.
import { type Bytes, fromBase64, type PublicKey } from "../crypto";

export interface Two { ar: string; fr: string }

/** A stop of the night: an area that is visited, or a call-out. */
export interface NightStop {
  id: string;
  call: boolean;
  area: string;
  areaName: string;
  source: string; // who alerted, as a code
  people: number;
  at: number; // of the alert, ms
  sealed: string; // its exact place, for this phone; "" when there is none
}

/** A site with beds; -1: not declared, call. */
export interface Site { id: string; name: Two; phone: string; free: Record<Bed, number> }
export const BEDS = ["men", "women", "family", "medical", "elderly"] as const;
export type Bed = (typeof BEDS)[number];

export interface Duty { body: string; name: string; phone: string; hours: string }
/** What became of a wish for a bed. */
export interface BedAnswer { op: string; guest: string; site: Two | null; bed: string; held: boolean }

export interface Night {
  round: string;
  vehicle: string;
  alert: string;
  alertWords: string;
  stops: NightStop[];
  areas: { id: string; name: string }[];
  kits: Map<string, number>; // pieces that went into the vehicle
  sites: Site[];
  contacts: Duty[];
  numbers: { dial: string; code: string }[];
  key: PublicKey | null; // of the team: to it, notes are sealed
  answers: BedAnswer[];
  unheard: string[]; // meetings with a child alone of which nobody could be told
  holdMinutes: number;
}

type StopRow = [string, string, string, string, string, number, number, string];
type SiteRow = [string, Two, string, number, number, number, number, number];
type AnswerRow = [string, string, Two | null, string, string];

/** Read what a pack of kind "outreach" holds. */
export function readNight(said: Record<string, unknown>): Night {
  const list = <T>(name: string): T[] => (said[name] ?? []) as T[];
  const key = said["key"] as [number, string] | null | undefined;
  return {
    round: String(said["round"] ?? ""),
    vehicle: String(said["vehicle"] ?? ""),
    alert: String(said["alert"] ?? ""),
    alertWords: String(said["alert_words"] ?? ""),
    stops: list<StopRow>("stops").map(([id, kind, area, areaName, source, people, at, sealed]) => (
      { id, call: kind === "call", area, areaName, source, people, at, sealed })),
    areas: list<[string, string]>("areas").map(([id, name]) => ({ id, name })),
    kits: new Map(list<[string, number]>("kits")),
    sites: list<SiteRow>("sites").map(([id, name, phone, men, women, family, medical, elderly]) => (
      { id, name, phone, free: { men, women, family, medical, elderly } })),
    contacts: list<string[]>("contacts").map(([body = "", name = "", phone = "", hours = ""]) => ({ body, name, phone, hours })),
    numbers: list<string[]>("numbers").map(([dial = "", code = ""]) => ({ dial, code })),
    key: key ? { number: key[0], key: fromBase64(key[1]) as Bytes } : null,
    answers: list<AnswerRow>("answers").map(([op, guest, site, bed, state]) => ({ op, guest, site, bed, held: state === "held" })),
    unheard: list<string>("unheard"),
    holdMinutes: Number(said["hold_minutes"] ?? 0),
  };
}
