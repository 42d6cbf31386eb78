// The codes of a night round: the same words as the server's `shelter/rules/outreach.py`.

export const STATES = ["awake", "asleep", "hostile"] as const;
export type Met = (typeof STATES)[number];

export const HELP = ["shelter", "blanket", "meal", "hygiene", "clothes", "health", "family"] as const;
export type Help = (typeof HELP)[number];
export const NOTHING = "nothing";
/** What may be left beside who sleeps, when it is safe. */
export const LEFT_BESIDE: readonly Help[] = ["blanket", "meal", "hygiene", "clothes"];

export const KITS = ["blanket", "meal", "drink", "hygiene", "clothes", "first_aid", "other"] as const;
export type Kit = (typeof KITS)[number];

export const LANGUAGES = ["darija", "tamazight", "arabic", "french", "english", "spanish", "signs", "other"] as const;
export type Language = (typeof LANGUAGES)[number];

export const FLAGS = [
  "unconscious", "breathing", "chest_pain", "bleeding", "frozen", "confused", "injured", "fever", "pregnant", "other",
] as const;
export type Flag = (typeof FLAGS)[number];
/** Seen without a word. */
export const SEEN_FLAGS: readonly Flag[] = ["unconscious", "breathing", "bleeding", "frozen", "injured", "other"];

export const COUNTS = ["men", "women", "unsure", "children"] as const;
export type Count = (typeof COUNTS)[number];

export const MOST_MET = 50; // of a kind
export const MOST_LEFT = 20; // pieces of a kind
export const MOST_PARTS = 64; // of a voice note
export const UNDO_MS = 10 * 60_000;

export const isHelp = (code: string): code is Help => (HELP as readonly string[]).includes(code);
