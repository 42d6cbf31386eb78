// The one place where a screen is put; a verdict lies over it.
import { h } from "./page";

const root = document.getElementById("app") as HTMLElement;

export const over = h("div", { id: "over", "aria-live": "assertive" });

export class Stage {
  shown = ""; // the name of the screen that stands there

  show(name: string, ...screen: (HTMLElement | null)[]): void {
    root.replaceChildren(...screen.filter((part) => part !== null), over);
    if (!this.shown) performance.mark("twiza:start");
    if (name !== this.shown) {
      scrollTo(0, 0);
      (root.querySelector<HTMLElement>("[data-focus]") ?? root.querySelector<HTMLElement>("h1"))?.focus();
    }
    this.shown = name;
  }

  /** Say something in a place of the screen, if it has that place. */
  say(place: string, words: string): void {
    const found = root.querySelector(place);
    if (found) found.textContent = words;
  }
}

// a hidden page is never painted: it is not waited for
export const painted = (): Promise<void> =>
  new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); setTimeout(done, 200); });
