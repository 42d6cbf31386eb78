// What the phone knows of its night: whom it met, what is left in the vehicle, whom to ask again. Never touches the page.
import { casablancaDate } from "../day";
import type { DayState } from "../day_state";
import type { Mark } from "../store";
import { NOTHING, UNDO_MS } from "./codes";
import type { Known } from "./known";
import type { BedAnswer, Night } from "./pack";

/** What is remembered of a meeting, locked under the day's key until the night ends: counts and codes. */
export interface Meeting {
  area: string;
  areaName: string;
  stop: string;
  call: string;
  state: string;
  counts: Record<string, number>;
  offered: string[];
  taken: string[];
  flags: string[];
  kits: [string, number][];
  again: string;
  later: boolean;
  person: string;
  index: string; // under which mark the person is remembered; "" when there is no name
  before: Known | null; // what was remembered before, for undo
}

export interface Row { op: string; at: number; met: Meeting; undone: boolean; undoable: boolean }

const HALF_DAY = 12 * 3_600_000;
const isMeeting = (mark: Mark): mark is Mark & { met: Meeting } => mark.kind === "encounter" && mark.met !== undefined;

export class NightState {
  readonly night: Night;

  constructor(readonly day: DayState) {
    if (!day.pack.night) throw new Error("not a pack of a night");
    this.night = day.pack.night;
  }

  /** Meetings of this night, the latest first. */
  rows(now: number): Row[] {
    const marks = this.day.all();
    const undone = new Set(marks.flatMap(({ kind, of }) => (kind === "encounter_undone" && of ? [of] : [])));
    return marks.filter(isMeeting).filter(({ at }) => casablancaDate(at - HALF_DAY) === this.day.pack.day).reverse()
      .map(({ op, at, met }) => {
        const gone = undone.has(op);
        return { op, at, met, undone: gone, undoable: !gone && now >= at && now - at <= UNDO_MS };
      });
  }

  /** Pieces left in the vehicle, as far as this phone knows; below zero is shown as none. */
  left(now: number): [string, number][] {
    const left = new Map(this.night.kits);
    for (const { met, undone } of this.rows(now)) {
      if (!undone) for (const [kind, pieces] of met.kits) left.set(kind, (left.get(kind) ?? 0) - pieces);
    }
    return [...left].filter(([kind]) => this.night.kits.has(kind)).map(([kind, pieces]) => [kind, Math.max(0, pieces)]);
  }

  /** Whom to ask again tonight: who said so and was not met again. */
  later(now: number): Row[] {
    const rows = this.rows(now).filter(({ undone }) => !undone);
    const met = new Set(rows.map(({ met: { again } }) => again));
    return rows.filter(({ op, met: { later } }) => later && !met.has(op));
  }

  isReached(call: string): boolean {
    return this.day.all().some(({ kind, of }) => kind === "call_reached" && of === call);
  }

  /** Meetings at a stop that stand. */
  metAt(stop: string, now: number): number {
    return this.rows(now).filter(({ met, undone }) => !undone && met.stop === stop).length;
  }

  /** Wishes for a bed of this phone with their answer; null while none came. */
  beds(now: number): { row: Row; answers: BedAnswer[] }[] {
    return this.rows(now).filter(({ met, undone }) => !undone && met.taken.includes("shelter"))
      .map((row) => ({ row, answers: this.night.answers.filter(({ op }) => op === row.op) }));
  }
}

export const tookNothing = ({ taken }: Meeting): boolean => taken.includes(NOTHING);
