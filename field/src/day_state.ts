// What the open day knows: counts by lane, who was served here, which lanes were released, the spare ones left.
import { casablancaDate } from "./day";
import type { Pack } from "./pack";
import type { Mark } from "./store";

export const UNDO_MS = 60_000;

export interface LaneCount { lane: number; served: number; left: number }

export class DayState {
  constructor(readonly pack: Pack, private marks: Mark[]) {
    this.openUndone();
  }

  add(mark: Mark): void {
    this.marks.push(mark);
    if (mark.kind === "undo") this.openUndone();
  }

  /** The marks of acts, for the pack that comes next. */
  all(): Mark[] {
    return this.marks;
  }

  /** The server may have heard of a hand-over and not yet of its undoing. */
  private openUndone(): void {
    const here = this.served();
    const undone = this.undone();
    for (const { op, right } of this.marks) {
      const row = this.pack.rights.get(right);
      if (row && undone.has(op) && !here.has(right)) row.served = false;
    }
  }

  private today({ at }: Mark): boolean {
    return casablancaDate(at) === this.pack.day;
  }

  private undone(): Set<string> {
    return new Set(this.marks.flatMap(({ kind, of }) => (kind === "undo" && of ? [of] : [])));
  }

  /** Rights served on this phone and not undone. */
  served(): Set<string> {
    const undone = this.undone();
    return new Set(this.marks.flatMap(({ kind, op, right, outcome }) =>
      (kind === "hand_over" && !undone.has(op)) || (kind === "delivered" && outcome === "given") ? [right] : []));
  }

  /** Lanes whose families may come here: with the emergency code typed here, or "" when the server said so. */
  released(): Map<number, string> {
    const here = this.marks.filter((mark) => mark.kind === "release_used" && this.today(mark));
    return new Map([
      ...this.pack.released.map((lane): [number, string] => [lane, ""]),
      ...here.map(({ lane, release }): [number, string] => [lane ?? 0, release ?? ""]),
    ]);
  }

  /** The latest hand-overs first, with whether they can still be undone. */
  latest(now: number, most = 12): { mark: Mark; undone: boolean; undoable: boolean }[] {
    const undone = this.undone();
    return this.marks.filter(({ kind }) => kind === "hand_over").slice(-most).reverse().map((mark) => (
      { mark, undone: undone.has(mark.op), undoable: !undone.has(mark.op) && now - mark.at <= UNDO_MS && now >= mark.at }
    ));
  }

  lanes(): LaneCount[] {
    const here = this.served();
    const counts = new Map(this.pack.lanes.map((lane) => [lane, { lane, served: 0, left: 0 }]));
    for (const right of this.pack.rights.values()) {
      const count = counts.get(right.lane) ?? { lane: right.lane, served: 0, left: 0 };
      if (right.served || here.has(right.id)) count.served += 1;
      else count.left += 1;
      counts.set(right.lane, count);
    }
    return [...counts.values()].sort((one, other) => one.lane - other.lane);
  }

  mine(): LaneCount {
    const all = this.lanes();
    const sum = (lanes: LaneCount[]): LaneCount => lanes.reduce(
      (total, { served, left }) => ({ ...total, served: total.served + served, left: total.left + left }),
      { lane: this.pack.lane, served: 0, left: 0 });
    return this.pack.desk ? sum(all) : sum(all.filter(({ lane }) => lane === this.pack.lane));
  }

  sparesLeft(): number {
    return this.pack.spares - this.marks.filter((mark) => mark.kind === "spare" && this.today(mark)).length;
  }

  /** What became of a stop of the round; "" when nothing yet. */
  outcome(stop: string): string {
    return this.marks.filter(({ kind, of }) => kind === "delivered" && of === stop).at(-1)?.outcome ?? "";
  }
}
