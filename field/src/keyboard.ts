// What a scanner or a hand meant when the keyboard was set to Arabic: the same rules as the server's `lib/keyboard.py`.

const PLAIN: Record<string, string> = {
  ج: "[", د: "]", ك: ";", ط: "'", و: ",", ز: ".", ظ: "/", ذ: "`",
};
const LETTERS = "ضصثقفغعهخحشسيبلاتنمئءؤرىة";
const STROKES = "qwertyuiopasdfghjklzxcvnm";
[...LETTERS].forEach((letter, n) => { PLAIN[letter] = STROKES.charAt(n); });

const SHIFTED: Record<string, string> = {
  "\u064e": "Q", "\u064b": "W", "\u064f": "E", "\u064c": "R", "إ": "Y", "‘": "U", "÷": "I", "×": "O",
  "؛": "P", "\u0650": "A", "\u064d": "S", "]": "D", "[": "F", "أ": "H", "ـ": "J", "،": "K", "/": "L",
  "~": "Z", "\u0652": "X", "}": "C", "{": "V", "آ": "N", "’": "M", ",": "<", ".": ">", "؟": "?",
  "\u0651": "~",
};
const PAIRS: Record<string, string> = { "لإ": "T", "لأ": "G", "لآ": "B", "ﻹ": "T", "ﻷ": "G", "ﻵ": "B", "ﻻ": "b" };
const LONGEST = 4; // more `لا` than this in one text: read each as `b`

const ARABIC = new Set([
  ...Object.keys(PLAIN).join(""),
  ...Object.keys(PAIRS).join(""),
  ...Object.keys(SHIFTED).filter((mark) => mark >= "\u0600" && mark <= "\u06ff"),
]);

/** Digits of any Arabic keyboard as 0-9; everything else as it is. */
export function latinDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));
}

/** The texts that the same key strokes give under a Latin layout, best guess first. */
export function readings(text: string): string[] {
  const read = latinDigits(text);
  const letters = [...read];
  if (letters.some((one) => ARABIC.has(one))) return strokes(letters);
  return letters.some((one) => one in SHIFTED) ? [read, ...strokes(letters)] : [read];
}

function strokes(letters: string[]): string[] {
  const joined = letters.join("");
  const doubtful = joined.split("لا").length - 1;
  let found = [""];
  for (let place = 0; place < letters.length; place += 1) {
    const one = letters[place] ?? "";
    const pair = one + (letters[place + 1] ?? "");
    let choices: string[];
    if (pair === "لا") {
      choices = doubtful <= LONGEST ? ["b", "gh"] : ["b"];
      place += 1;
    } else if (PAIRS[pair]) {
      choices = [PAIRS[pair]];
      place += 1;
    } else {
      choices = [PAIRS[one] ?? PLAIN[one] ?? SHIFTED[one] ?? one];
    }
    found = found.flatMap((before) => choices.map((choice) => before + choice));
  }
  return found;
}
