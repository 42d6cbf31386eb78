// Which day it is in Casablanca, whatever the phone's own time zone and its own tables say.

const DAY = 86_400_000;
const HOUR = 3_600_000;
// Morocco lives at UTC+1, and at UTC+0 from the Sunday before Ramadan to the Sunday after (02:00 UTC); from the pinned
// tzdata, compared with it by a test. Another year than these: UTC+1.
const AT_UTC = [
  ["2025-02-23", "2025-04-06"], ["2026-02-15", "2026-03-22"], ["2027-02-07", "2027-03-14"],
  ["2028-01-23", "2028-03-05"], ["2029-01-14", "2029-02-18"], ["2029-12-30", "2030-02-10"],
  ["2030-12-22", "2031-01-26"], ["2031-12-14", "2032-01-18"], ["2032-11-28", "2033-01-09"],
  ["2033-11-20", "2033-12-25"], ["2034-11-05", "2034-12-17"], ["2035-10-28", "2035-12-09"],
].map((ends) => ends.map((day) => Date.parse(`${day}T02:00:00Z`)));

/** Days since 1970 of a written day. */
export const dayNumber = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY);

const local = (at: number): number => {
  const atUtc = AT_UTC.some(([from = 0, until = 0]) => from <= at && at < until);
  return at + (atUtc ? 0 : HOUR);
};

/** Days since 1970 in Casablanca at a moment (ms). */
export const casablancaDay = (at: number): number => Math.floor(local(at) / DAY);

/** "2026-02-26" in Casablanca at a moment (ms). */
export const casablancaDate = (at: number): string => new Date(local(at)).toISOString().slice(0, 10);

/** "14:05" in Casablanca. */
export const clock = (at: number): string => new Date(local(at)).toISOString().slice(11, 16);
