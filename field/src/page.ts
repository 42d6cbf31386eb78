// Small tools for the screens: elements without markup in strings, signs as pictures, words in the language in use.
import { type Lang, said, type Word } from "./words";

type Child = Node | string | null | false | undefined;
type Attributes = Record<string, string | boolean | number | ((event: Event) => void)>;

/** An element: attributes by name, listeners as `on…` functions. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

let lang: Lang = "ar";

export function speak(chosen: Lang): void {
  lang = chosen;
  document.documentElement.lang = chosen;
  document.documentElement.dir = chosen === "ar" ? "rtl" : "ltr";
}

/** The look of the screen: "night" is dark, for eyes that are used to the dark. */
export function wear(look: string): void {
  document.documentElement.dataset["look"] = look;
  document.querySelector("meta[name=theme-color]")?.setAttribute("content", look === "night" ? "#0b1210" : "#0e3f36");
}

export const spoken = (): Lang => lang;
export const t = (word: Word, values: Record<string, string | number> = {}): string => said(lang, word, values);

/** A code, a time or a number: left to right whatever stands around it. */
export const bdi = (text: string | number): HTMLElement => h("bdi", { dir: "ltr" }, String(text));

export function button(word: string, press: () => void, kind = "plain", more: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", class: `button ${kind}`, onclick: press, ...more }, word);
}

export function field(id: string, label: string, help: string, more: Attributes = {}): { row: HTMLElement; input: HTMLInputElement } {
  const input = h("input", {
    id, class: "input", type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", dir: "ltr",
    ...(help ? { "aria-describedby": `${id}-help` } : {}), ...more,
  });
  const row = h("div", { class: "field" },
    h("label", { for: id }, label),
    help ? h("p", { class: "help", id: `${id}-help` }, help) : null,
    input);
  return { row, input };
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS: Record<string, string> = {
  circle: "M12 2a10 10 0 1 0 .01 0z",
  square: "M3 3h18v18H3z",
  triangle: "M12 2 23 21H1z",
  diamond: "M12 1 23 12 12 23 1 12z",
  star: "m12 1 3.2 7.2 7.8.8-5.900 5.200 1.700 7.700L12 17.900 5.200 21.900l1.700-7.700L1 9l7.800-.8z",
  hexagon: "M6.500 2.500h11L23 12l-5.500 9.500h-11L1 12z",
  cross: "M8.500 2h7v6.500H22v7h-6.500V22h-7v-6.500H2v-7h6.500z",
  tick: "M12 1a11 11 0 1 0 .01 0zM7 11.400l3.500 3.500 6.800-7 2 1.900-8.800 9L5 13.300z",
  table: "M3 9h18v3h-2v9h-2.500v-9h-9v9H5v-9H3zM12 2.500a2.500 2.500 0 1 0 .01 0z",
  card: "M4 5h16v14H4zm2.500 2.500v4h4v-4zm7 0v4h4v-4zm-7 6v3h4v-3zm7 0v3h4v-3z",
  arrow: "M13 4 21 12l-8 8v-5.500H3v-5h10z",
};
const INK: Record<string, string> = {
  green: "#0b6e4f", red: "#b3261e", blue: "#1f4fa3", orange: "#b85c00",
  purple: "#6a2c91", brown: "#6b4423", black: "#222222", pink: "#b0256e",
};

/** A sign; with words when it says something that no text beside it says. */
export function sign(shape: string, colour = "", words = ""): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "sign");
  if (words) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", words);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[shape] ?? PATHS["circle"] ?? "");
  path.setAttribute("fill", INK[colour] ?? "currentColor");
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

/** "triangle orange" of a point, in words. */
export function markWords(colour: string, shape: string): string {
  const one = (name: string): string => t(name as Word) ?? "";
  const known = INK[colour] && PATHS[shape];
  return known ? `${one(`shape_${shape}`)} ${one(`colour_${colour}`)}` : "";
}
